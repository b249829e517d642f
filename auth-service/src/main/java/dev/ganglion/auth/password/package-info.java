/**
 * Passwords: hashing, checking, changing.
 *
 * <p>Specification: client-server API, "Password-based" authentication and "Notes on password
 * management". Doors: {@link dev.ganglion.auth.password.Passwords}, to set another one {@link
 * dev.ganglion.auth.password.PasswordChange}, and to let somebody in {@link
 * dev.ganglion.auth.password.PasswordOwners}. Nothing else in this service ever holds a password
 * longer than its own request.
 */
@NullMarked
package dev.ganglion.auth.password;

import org.jspecify.annotations.NullMarked;
