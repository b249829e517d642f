/**
 * Single sign-on providers and how to speak with them: OpenID Connect, by the Nimbus SDK.
 *
 * <p>Specifications: OpenID Connect Core and Discovery 1.0, Back-Channel Logout 1.0, RFC 7636, RFC
 * 9207. Doors: {@link dev.ganglion.auth.identityprovider.Providers} for which there are, {@link
 * dev.ganglion.auth.identityprovider.ProviderSignIn} to send people there and hear who came back,
 * {@link dev.ganglion.auth.identityprovider.Logouts}. What Matrix makes of it belongs to {@code
 * sso}.
 */
@NullMarked
package dev.ganglion.auth.identityprovider;

import org.jspecify.annotations.NullMarked;
