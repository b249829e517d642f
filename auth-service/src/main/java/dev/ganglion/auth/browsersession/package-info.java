/**
 * Browsers in which somebody is signed in to the pages of this server, and the page to sign in on.
 *
 * <p>No part of the Matrix specification; what OAuth 2.0 calls authenticating the resource owner.
 * Doors: {@link dev.ganglion.auth.browsersession.BrowserSessions}, for whoever has found out who
 * sits there, {@link dev.ganglion.auth.browsersession.SignIn}, for pages that need to know, and
 * {@link dev.ganglion.auth.browsersession.SignInOffers}, for other ways to sign in. What a user
 * then does belongs to the page that asked.
 */
@NullMarked
package dev.ganglion.auth.browsersession;

import org.jspecify.annotations.NullMarked;
