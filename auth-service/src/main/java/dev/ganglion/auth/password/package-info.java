/**
 * Passwords: hashing, checking, changing.
 *
 * <p>Specification: client-server API, "Password-based" authentication and "Notes on password
 * management". Door: {@link dev.ganglion.auth.password.Passwords}. Nothing else in this service
 * ever holds a password longer than its own request.
 */
@NullMarked
package dev.ganglion.auth.password;

import org.jspecify.annotations.NullMarked;
