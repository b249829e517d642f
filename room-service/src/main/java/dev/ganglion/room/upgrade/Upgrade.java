package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.head.RoomNid;

/**
 * An upgrade that has begun: there is a new room.
 *
 * @param by who asked for it and made the room
 */
record Upgrade(
        RoomNid from, RoomNid nid, RoomId to, RoomVersion version, UserId by, Progress progress) {
    enum Progress {
        UNDER_WAY,
        /** Nobody has finished it for a long time. */
        ABANDONED,
        /** Finished or not, the new room has been deleted. */
        GONE,
        FINISHED
    }

    boolean isFinished() {
        return progress == Progress.FINISHED;
    }

    /** Whether another may take its place. */
    boolean isReplaceable() {
        return progress == Progress.ABANDONED || progress == Progress.GONE;
    }

    boolean isAbandoned() {
        return progress == Progress.ABANDONED;
    }

    boolean isGone() {
        return progress == Progress.GONE;
    }

    boolean isBy(UserId user) {
        return by.equals(user);
    }
}
