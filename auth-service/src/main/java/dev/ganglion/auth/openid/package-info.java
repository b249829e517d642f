/**
 * Tokens with which users prove to other services who they are, and nothing else.
 *
 * <p>Specification: client-server API, "OpenID"; server-server API, "OpenID". Door: {@link
 * dev.ganglion.auth.openid.OpenIdTokens}. OpenID Connect does not belong here.
 */
@NullMarked
package dev.ganglion.auth.openid;

import org.jspecify.annotations.NullMarked;
