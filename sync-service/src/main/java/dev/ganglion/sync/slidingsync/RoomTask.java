package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.connection.SentRoom;
import dev.ganglion.sync.requiredstate.RequiredState;
import dev.ganglion.sync.room.RoomPlan;

import java.util.Optional;

/**
 * A joined room that there is something to tell of.
 *
 * @param sent what was told; nothing for a room that is told from the beginning
 * @param isNew whether it is told from the beginning
 * @param isExpanded whether more of its past is wanted than was sent
 * @param added state that was not wanted before
 * @param plan of its timeline, where that is told
 */
record RoomTask(
        WantedRoom room,
        SentRoom sent,
        boolean isNew,
        boolean isExpanded,
        RequiredState added,
        Optional<RoomPlan> plan) {
    long nid() {
        return room.nid();
    }

    /** All state that the client has wanted so far is kept up to date. */
    RequiredState kept() {
        return sent.required().plus(room.config().required());
    }

    int timelineLimit() {
        return room.config().timelineLimit();
    }

    /** Whether there are events that the client has not got. */
    boolean hasNews() {
        return plan.isPresent();
    }
}
