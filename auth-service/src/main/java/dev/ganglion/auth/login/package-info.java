/**
 * Logging in with a password, with a token or as an application service, and logging out.
 *
 * <p>Specification: client-server API, "Login". No public door: endpoints only.
 */
@NullMarked
package dev.ganglion.auth.login;

import org.jspecify.annotations.NullMarked;
