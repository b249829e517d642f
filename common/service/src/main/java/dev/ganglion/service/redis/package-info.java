/**
 * What services keep in Redis for themselves, beside what they tell each other over the {@link
 * dev.ganglion.service.bus.Bus bus}: {@link dev.ganglion.service.redis.RedisConnection} leads
 * there.
 */
@NullMarked
package dev.ganglion.service.redis;

import org.jspecify.annotations.NullMarked;
