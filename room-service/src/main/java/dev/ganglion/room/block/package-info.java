/**
 * Rooms that nobody may enter: blocked by an administrator, known to this server or not, or being
 * deleted.
 *
 * <p>{@link dev.ganglion.room.block.RoomBlocks} is the door. Whoever is inside a blocked room
 * stays; taking them out is for {@code deletion}.
 */
@NullMarked
package dev.ganglion.room.block;

import org.jspecify.annotations.NullMarked;
