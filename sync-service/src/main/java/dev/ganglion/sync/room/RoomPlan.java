package dev.ganglion.sync.room;

import dev.ganglion.sync.event.RoomRef;

/**
 * What a response says of one room.
 *
 * @param isLeft whether it stands among the rooms that were left
 * @param after timeline events come after this position
 * @param upTo and up to and including this one
 * @param stateUpTo state is told as of here at most: whoever has left sees later events about
 *     themselves, but not what became of the room
 */
public record RoomPlan(
        RoomRef room, boolean isLeft, long after, long upTo, StateMode state, long stateUpTo) {
    /** Which state goes with the timeline. */
    public enum StateMode {
        /** All of it. */
        FULL,
        /** What changed since the client's token. */
        CHANGES,
        /** None: the user was never in the room. */
        NONE
    }

    public static RoomPlan joined(RoomRef room, long after, long upTo, StateMode state) {
        return new RoomPlan(room, false, after, upTo, state, upTo);
    }

    /** Up to an event that may be much later than the end of the stay. */
    public static RoomPlan left(
            RoomRef room, long after, long upTo, StateMode state, long endOfStay) {
        return new RoomPlan(room, true, after, upTo, state, endOfStay);
    }

    public long nid() {
        return room.nid();
    }

    public boolean isFull() {
        return state == StateMode.FULL;
    }
}
