/**
 * The exchange of a client's opaque access token for a short-lived internal token, with a cache
 * that a logout empties.
 *
 * <p>Specification: client-server API, "Using access tokens". The door is {@link
 * dev.ganglion.gateway.token.TokenExchange}.
 */
@NullMarked
package dev.ganglion.gateway.token;

import org.jspecify.annotations.NullMarked;
