/**
 * What this server can do, for clients to ask.
 *
 * <p>Specification: client-server API, "Capabilities negotiation". No public door: an endpoint
 * only.
 */
@NullMarked
package dev.ganglion.auth.capability;

import org.jspecify.annotations.NullMarked;
