package dev.ganglion.room.state;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventSizeLimits;

/**
 * Refuses what no event can be called, before a room is loaded for it. Client-server API, "Size
 * limits".
 */
public final class EventKeys {
    private EventKeys() {}

    /** {@code M_TOO_LARGE} for a type of more than 255 bytes. */
    public static void requireShortType(String type) {
        requireShort("type", type);
    }

    /** {@code M_TOO_LARGE} for a type or a state key of more than 255 bytes. */
    public static void requireShortTypeAndStateKey(String type, String stateKey) {
        requireShort("type", type);
        requireShort("state key", stateKey);
    }

    private static void requireShort(String what, String key) {
        if (EventSizeLimits.isTooLong(key)) {
            throw MatrixException.tooLarge(
                    "An event's "
                            + what
                            + " has at most "
                            + EventSizeLimits.MAX_KEY_BYTES
                            + " bytes");
        }
    }
}
