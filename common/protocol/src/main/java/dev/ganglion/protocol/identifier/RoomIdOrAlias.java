package dev.ganglion.protocol.identifier;

/** What a path names a room by. */
public sealed interface RoomIdOrAlias permits RoomId, RoomAlias {
    String value();

    /** The sigil decides which of the two it is. */
    static RoomIdOrAlias parse(String text) {
        return text.startsWith("#") ? new RoomAlias(text) : new RoomId(text);
    }
}
