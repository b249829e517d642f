/**
 * How often something may be asked: token buckets in Redis that all replicas share, and stricter
 * local ones while Redis is away.
 *
 * <p>Specification: client-server API, "Rate limiting". The door is {@link
 * dev.ganglion.gateway.limit.RateLimiter}; every limit's name and default is in {@link
 * dev.ganglion.gateway.limit.LimitClass}.
 */
@NullMarked
package dev.ganglion.gateway.limit;

import org.jspecify.annotations.NullMarked;
