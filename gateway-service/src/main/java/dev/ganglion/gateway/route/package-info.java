/**
 * Which service answers a path: one table, indexed by path segment.
 *
 * <p>The door is {@link dev.ganglion.gateway.route.EndpointIndex}. Paths are compared as they were
 * sent: a literal segment matches byte for byte, so no spelling of a path reaches anything that the
 * table does not name.
 */
@NullMarked
package dev.ganglion.gateway.route;

import org.jspecify.annotations.NullMarked;
