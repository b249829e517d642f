/**
 * The parts of a sync response that belong to rooms: which rooms, which events, which state, which
 * counts.
 *
 * <p>Client-server API, "Syncing", and the modules "Lazy-loading room members" and "Room history
 * visibility". {@link dev.ganglion.sync.room.RoomSections} is the door. Every step asks the
 * database once for all rooms together, and not at all where memory reaches back far enough.
 */
@NullMarked
package dev.ganglion.sync.room;

import org.jspecify.annotations.NullMarked;
