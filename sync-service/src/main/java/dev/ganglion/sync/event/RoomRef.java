package dev.ganglion.sync.event;

import dev.ganglion.protocol.identifier.RoomId;

/** A room by its number in the tables and by its name; equal by number. */
public record RoomRef(long nid, RoomId id) {
    @Override
    public boolean equals(Object other) {
        return other instanceof RoomRef room && nid == room.nid;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(nid);
    }
}
