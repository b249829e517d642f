/**
 * The head of a room: where its graph ends and what its state is there, cached with a version that
 * every write compares and sets.
 *
 * <p>The doors are {@link dev.ganglion.room.head.RoomHeads}, which loads and forgets heads, and
 * {@link dev.ganglion.room.head.RoomView}, what a decision sees. Nothing here writes to the
 * database.
 */
@NullMarked
package dev.ganglion.room.head;

import org.jspecify.annotations.NullMarked;
