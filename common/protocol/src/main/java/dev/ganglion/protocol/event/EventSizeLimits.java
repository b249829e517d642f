package dev.ganglion.protocol.event;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How large an event may be. Client-server API, "Size limits". */
public final class EventSizeLimits {
    /** Of the whole event, signatures and all, in canonical bytes. */
    public static final int MAX_EVENT_BYTES = 65_536;

    /**
     * Of {@code sender}, {@code room_id}, {@code state_key}, {@code type} and {@code event_id}, in
     * bytes of UTF-8.
     */
    public static final int MAX_KEY_BYTES = 255;

    private EventSizeLimits() {}

    /** What is too large, in words for the client; empty when nothing is. */
    public static Optional<String> violation(PduEvent event) {
        if (event.canonicalBytes().length > MAX_EVENT_BYTES) {
            return Optional.of("The event is larger than " + MAX_EVENT_BYTES + " bytes");
        }
        if (isTooLong(event.type())) {
            return Optional.of("The event's type is longer than " + MAX_KEY_BYTES + " bytes");
        }
        return event.stateKey()
                .filter(EventSizeLimits::isTooLong)
                .map(
                        stateKey ->
                                "The event's state key is longer than " + MAX_KEY_BYTES + " bytes");
    }

    /** Whether no event may have such a type or state key: it has over {@link #MAX_KEY_BYTES}. */
    public static boolean isTooLong(String key) {
        return key.length() > MAX_KEY_BYTES
                || key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES;
    }
}
