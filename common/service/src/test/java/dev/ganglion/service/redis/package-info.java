/** Tests of connections to Redis. */
@NullMarked
package dev.ganglion.service.redis;

import org.jspecify.annotations.NullMarked;
