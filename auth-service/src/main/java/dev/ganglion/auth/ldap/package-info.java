/**
 * Passwords that an LDAP directory checks.
 *
 * <p>No public door: it is a {@link dev.ganglion.auth.password.PasswordDirectory}, for login and
 * re-authentication. It is there when {@code ganglion.ldap.uri} is set.
 */
@NullMarked
package dev.ganglion.auth.ldap;

import org.jspecify.annotations.NullMarked;
