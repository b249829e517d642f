/**
 * Tokens that are good for one login within minutes: made by a device for another one of its user,
 * or at the end of a single sign-on.
 *
 * <p>Specification: client-server API, "Token-based" login and {@code POST
 * /_matrix/client/v1/login/get_token}. Door: {@link dev.ganglion.auth.logintoken.LoginTokens}.
 */
@NullMarked
package dev.ganglion.auth.logintoken;

import org.jspecify.annotations.NullMarked;
