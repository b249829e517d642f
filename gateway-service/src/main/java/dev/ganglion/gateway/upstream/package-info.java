/**
 * The way to the services: which replica gets a request, what happens when it is away, and the copy
 * of bytes in both directions.
 *
 * <p>The door is {@link dev.ganglion.gateway.upstream.Forwarder}. Nothing here reads a body.
 */
@NullMarked
package dev.ganglion.gateway.upstream;

import org.jspecify.annotations.NullMarked;
