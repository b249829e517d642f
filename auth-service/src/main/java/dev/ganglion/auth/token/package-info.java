/**
 * Access and refresh tokens, the devices they belong to, and who holds which.
 *
 * <p>Specification: client-server API, "Using access tokens", "Refreshing access tokens", "Soft
 * logout". Doors: {@link dev.ganglion.auth.token.Sessions}, and the endpoint by which the gateway
 * turns an access token into an internal one. How a user proves who they are does not belong here.
 */
@NullMarked
package dev.ganglion.auth.token;

import org.jspecify.annotations.NullMarked;
