/**
 * An authorization server: clients register themselves, send their users' browsers here, and get
 * tokens for a device when the user allows it.
 *
 * <p>Specification: client-server API, "OAuth 2.0 API"; RFC 6749, 7009, 7591, 7636, 8414, 8628,
 * 9207. Doors: {@link dev.ganglion.auth.oauth.OAuthServer} and {@link
 * dev.ganglion.auth.oauth.ClientHosts}. Who sits at the browser is {@code browsersession}'s to
 * know, tokens and devices are {@code token}'s, managing the account is {@code accountpage}'s.
 * Confidential clients, OpenID Connect and other scopes than those of Matrix do not belong here.
 */
@NullMarked
package dev.ganglion.auth.oauth;

import org.jspecify.annotations.NullMarked;
