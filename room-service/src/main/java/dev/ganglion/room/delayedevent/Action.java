package dev.ganglion.room.delayedevent;

import java.util.Arrays;
import java.util.Optional;

/** What can be asked of an event that waits. MSC4140, "Managing delayed events". */
enum Action {
    /** It is never sent. */
    CANCEL("cancel"),
    /** Its delay begins anew. */
    RESTART("restart"),
    /** It is sent now. */
    SEND("send");

    private final String value;

    Action(String value) {
        this.value = value;
    }

    static Optional<Action> find(String value) {
        return Arrays.stream(values()).filter(action -> action.value.equals(value)).findAny();
    }

    /** Whether an event that is over is as it was asked to become. */
    boolean isDoneBy(boolean wasSent) {
        return switch (this) {
            case CANCEL -> !wasSent;
            case SEND -> wasSent;
            case RESTART -> false;
        };
    }
}
