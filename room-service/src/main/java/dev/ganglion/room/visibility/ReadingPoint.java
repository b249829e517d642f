package dev.ganglion.room.visibility;

import dev.ganglion.room.head.RoomIdentity;

/** Up to where a user sees a room's state. */
public sealed interface ReadingPoint {
    RoomIdentity room();

    /** The position as of which state is read. */
    long position();

    /** A member, or a reader of a room that the world may read: everything up to now. */
    record Now(RoomIdentity room) implements ReadingPoint {
        @Override
        public long position() {
            return Long.MAX_VALUE;
        }
    }

    /** Somebody who has left: up to and including the event that ended the last stay. */
    record AtLeaving(RoomIdentity room, long position) implements ReadingPoint {}
}
