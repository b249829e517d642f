/**
 * Who may read what of a room: the point in its history up to which a user sees it.
 *
 * <p>Client-server API, modules "Room membership" and "Room history visibility". {@link
 * dev.ganglion.room.visibility.ReadingPoints} is the door. What is read there belongs to the
 * capability that reads.
 */
@NullMarked
package dev.ganglion.room.visibility;

import org.jspecify.annotations.NullMarked;
