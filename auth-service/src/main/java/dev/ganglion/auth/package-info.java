/**
 * Who you are: accounts, passwords, logins, devices and tokens.
 *
 * <p>Specification: client-server API, "Client Authentication" and "Capabilities negotiation". One
 * package for each capability; {@code account}, {@code password}, {@code token}, {@code
 * interactive} and {@code lockout} serve the others. What a user may do in a room does not belong
 * here.
 */
@NullMarked
package dev.ganglion.auth;

import org.jspecify.annotations.NullMarked;
