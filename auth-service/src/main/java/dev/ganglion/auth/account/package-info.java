/**
 * Accounts: which user IDs exist, and which may.
 *
 * <p>Specification: client-server API, "Current account information"; appendices, "User
 * Identifiers". Doors: {@link dev.ganglion.auth.account.Accounts} and {@link
 * dev.ganglion.auth.account.Usernames}. Names, pictures and other profile fields are
 * room-service's.
 */
@NullMarked
package dev.ganglion.auth.account;

import org.jspecify.annotations.NullMarked;
