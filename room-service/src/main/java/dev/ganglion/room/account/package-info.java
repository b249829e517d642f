/**
 * Whether users of this server exist, which auth-service knows.
 *
 * <p>{@link dev.ganglion.room.account.AccountLookup} is the door. What users say about themselves
 * is in {@code profile}.
 */
@NullMarked
package dev.ganglion.room.account;

import org.jspecify.annotations.NullMarked;
