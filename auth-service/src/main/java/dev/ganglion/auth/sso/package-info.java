/**
 * Single sign-on: people log in, and confirm who they are, at a provider.
 *
 * <p>Specification: client-server API, "SSO client login/authentication"; OpenID Connect
 * Back-Channel Logout 1.0. No public door: endpoints, a stage and a login flow only. How to speak
 * with a provider belongs to {@code identityprovider}.
 */
@NullMarked
package dev.ganglion.auth.sso;

import org.jspecify.annotations.NullMarked;
