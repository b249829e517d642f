package dev.ganglion.room.head;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.version.RoomVersion;

import io.r2dbc.spi.Readable;

/** What of a room never changes. */
public record RoomIdentity(RoomNid nid, RoomId roomId, RoomVersion version) {
    /** Reads the columns {@code room_nid}, {@code room_id} and {@code room_version}. */
    public static RoomIdentity of(Readable row) {
        return new RoomIdentity(
                new RoomNid(number(row, "room_nid")),
                RoomId.parse(text(row, "room_id")),
                RoomVersion.get(text(row, "room_version")));
    }
}
