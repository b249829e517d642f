package dev.ganglion.protocol.identifier;

import java.util.Optional;

/**
 * A room's ID: {@code !opaque:server} up to room version 11, from version 12 on {@code !} and the
 * reference hash of the create event, without a server. Appendices, "Room IDs".
 */
public record RoomId(String value) implements RoomIdOrAlias {
    private static final int HASH_LENGTH = 43;

    /** Checks the grammar. */
    public RoomId {
        if (!value.startsWith("!")
                || !Grammar.fits(value)
                || !Grammar.isOpaque(value)
                || !hasValidRest(value)) {
            throw Grammar.invalid("room ID", value);
        }
    }

    public static RoomId parse(String text) {
        return new RoomId(text);
    }

    public static Optional<RoomId> tryParse(String text) {
        return Grammar.tried(text, RoomId::new);
    }

    /** The server that created the room; empty from room version 12 on. */
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
                && Grammar.consistsOf(value.substring(1), Grammar::isBase64Url);
    }
}
