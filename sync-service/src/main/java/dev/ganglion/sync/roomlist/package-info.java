/**
 * Which rooms stand in a list of sliding sync, and in which order.
 *
 * <p>MSC4186, "Lists" and "Filters". {@link dev.ganglion.sync.roomlist.RoomLists} is the door. What
 * is told of the rooms is decided elsewhere.
 */
@NullMarked
package dev.ganglion.sync.roomlist;

import org.jspecify.annotations.NullMarked;
