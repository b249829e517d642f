package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.requiredstate.RequiredState;

/** What a client wants to be told of a room. */
record RoomConfig(RequiredState required, int timelineLimit) {
    /** Of a room that is asked for in several ways: whatever any of them wants. */
    RoomConfig plus(RoomConfig other) {
        return new RoomConfig(
                required.plus(other.required), Math.max(timelineLimit, other.timelineLimit));
    }
}
