package dev.ganglion.protocol.identifier;

import java.util.Optional;

/**
 * An event's ID: {@code $opaque:server} in room versions 1 and 2, {@code $} and 43 characters of
 * base64 in version 3, of URL-safe base64 from version 4 on. Appendices, "Event IDs".
 */
public record EventId(String value) {
    private static final int HASH_LENGTH = 43;

    /** Checks the grammar. */
    public EventId {
        if (!value.startsWith("$")
                || !Grammar.fits(value)
                || !Grammar.isOpaque(value)
                || !hasValidRest(value)) {
            throw Grammar.invalid("event ID", value);
        }
    }

    public static EventId parse(String text) {
        return new EventId(text);
    }

    public static Optional<EventId> tryParse(String text) {
        return Grammar.tried(text, EventId::new);
    }

    /** The server that named the event; empty from room version 3 on. */
    public Optional<ServerName> serverName() {
        int colon = value.indexOf(':');
        return colon < 0 ? Optional.empty() : ServerName.tryParse(value.substring(colon + 1));
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean hasValidRest(String value) {
        int colon = value.indexOf(':');
        if (colon >= 0) {
            return colon > 1 && ServerName.isValid(value.substring(colon + 1));
        }
        return value.length() == HASH_LENGTH + 1
                && Grammar.consistsOf(value.substring(1), EventId::isBase64);
    }

    private static boolean isBase64(int c) {
        return Grammar.isBase64Url(c) || c == '+' || c == '/';
    }
}
