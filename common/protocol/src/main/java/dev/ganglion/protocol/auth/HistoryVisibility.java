package dev.ganglion.protocol.auth;

import dev.ganglion.protocol.event.PduEvent;

import java.util.Locale;

/**
 * Who may read what was said; unset or unknown it is {@link #SHARED}. Module "Room history
 * visibility".
 */
public enum HistoryVisibility {
    WORLD_READABLE,
    SHARED,
    INVITED,
    JOINED;

    /** The value of {@code history_visibility}. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether somebody may see an event while which this held, by the module's section "Server
     * behaviour". Its rules on events that change the visibility or the reader's own membership,
     * which may be seen by what held before or by what held after, are the caller's.
     *
     * @param membership the reader's at the event
     * @param joinedLater whether the reader was in the room at any time after it
     */
    public boolean allows(Membership membership, boolean joinedLater) {
        // Rule 2.
        if (membership == Membership.JOIN) {
            return true;
        }
        return switch (this) {
            // Rule 1.
            case WORLD_READABLE -> true;
            // Rule 3.
            case SHARED -> joinedLater;
            // Rule 4, and without joining nobody views events of a room that is not world-readable.
            case INVITED -> membership == Membership.INVITE && joinedLater;
            // Rule 5.
            case JOINED -> false;
        };
    }

    public static HistoryVisibility parse(String value) {
        for (HistoryVisibility visibility : values()) {
            if (visibility.value().equals(value)) {
                return visibility;
            }
        }
        return SHARED;
    }

    /** What a history visibility event says. */
    public static HistoryVisibility of(PduEvent event) {
        return event.content()
                .string("history_visibility")
                .map(HistoryVisibility::parse)
                .orElse(SHARED);
    }
}
