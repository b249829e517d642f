/**
 * The rooms that two users are both in.
 *
 * <p>Client-server API, "Mutual rooms", and the path that it had before. Every list of a user's own
 * rooms belongs to {@code timeline}.
 */
@NullMarked
package dev.ganglion.room.mutualrooms;

import org.jspecify.annotations.NullMarked;
