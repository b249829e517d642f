/**
 * The wire side of the gateway: which bytes are a request at all, and whose they are.
 *
 * <p>Specification: RFC 9112, "Message Body Length" and "Obsolete Line Folding"; client-server API,
 * "Web Browser Clients". Nothing here knows what an endpoint does.
 */
@NullMarked
package dev.ganglion.gateway.edge;

import org.jspecify.annotations.NullMarked;
