package dev.ganglion.room.visibility;

import dev.ganglion.room.head.RoomIdentity;

/** Up to where a user sees a room's state. */
public sealed interface ReadingPoint {
    RoomIdentity room();

    /** A member, or a reader of a room that the world may read: everything up to now. */
    record Now(RoomIdentity room) implements ReadingPoint {}

    /** Somebody who has left: up to and including the event that ended the last stay. */
    record AtLeaving(RoomIdentity room, long position) implements ReadingPoint {}
}
