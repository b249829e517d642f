/**
 * Removing rooms wholly that nobody here has any use for: those that all of this server's users
 * have left and forgotten, and what is left of deleted ones.
 *
 * <p>No public door. A room that is about to go is closed first, in {@code persist}; what belongs
 * to rooms and events stands in {@code purge}.
 */
@NullMarked
package dev.ganglion.room.removal;

import org.jspecify.annotations.NullMarked;
