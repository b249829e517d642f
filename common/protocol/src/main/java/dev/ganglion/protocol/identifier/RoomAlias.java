package dev.ganglion.protocol.identifier;

import java.util.Optional;

/** A room's alias, {@code #localpart:server}. Appendices, "Room Aliases". */
public record RoomAlias(String value) implements RoomIdOrAlias {
    /** Checks the grammar. */
    public RoomAlias {
        int colon = value.indexOf(':');
        boolean isValid =
                value.startsWith("#")
                        && colon > 1
                        && Grammar.fits(value)
                        && Grammar.isOpaque(value)
                        && ServerName.isValid(value.substring(colon + 1));
        if (!isValid) {
            throw Grammar.invalid("room alias", value);
        }
    }

    public static RoomAlias parse(String text) {
        return new RoomAlias(text);
    }

    public static Optional<RoomAlias> tryParse(String text) {
        return Grammar.tried(text, RoomAlias::new);
    }

    public static RoomAlias of(String localpart, ServerName server) {
        return new RoomAlias("#" + localpart + ":" + server.value());
    }

    public String localpart() {
        return value.substring(1, value.indexOf(':'));
    }

    public ServerName serverName() {
        return new ServerName(value.substring(value.indexOf(':') + 1));
    }

    @Override
    public String toString() {
        return value;
    }
}
