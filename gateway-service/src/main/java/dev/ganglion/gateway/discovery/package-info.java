/**
 * What this server is and where: specification versions and well-known files.
 *
 * <p>Specification: client-server API, "Server Discovery"; server-server API, "Server discovery".
 * The door is {@link dev.ganglion.gateway.discovery.Discovery}.
 */
@NullMarked
package dev.ganglion.gateway.discovery;

import org.jspecify.annotations.NullMarked;
