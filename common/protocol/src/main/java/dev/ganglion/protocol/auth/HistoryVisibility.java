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
