package dev.ganglion.protocol.event;

import dev.ganglion.protocol.identifier.UserId;

/** What a piece of a room's state is found by. */
public record StateKeyTuple(String type, String stateKey) {
    public static final StateKeyTuple CREATE = new StateKeyTuple(EventTypes.CREATE, "");
    public static final StateKeyTuple POWER_LEVELS = new StateKeyTuple(EventTypes.POWER_LEVELS, "");
    public static final StateKeyTuple JOIN_RULES = new StateKeyTuple(EventTypes.JOIN_RULES, "");
    public static final StateKeyTuple HISTORY_VISIBILITY =
            new StateKeyTuple(EventTypes.HISTORY_VISIBILITY, "");

    /** The membership of a user. */
    public static StateKeyTuple member(UserId user) {
        return new StateKeyTuple(EventTypes.MEMBER, user.value());
    }
}
