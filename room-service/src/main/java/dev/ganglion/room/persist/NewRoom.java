package dev.ganglion.room.persist;

import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.head.RoomNid;

import java.util.Optional;

/** A room that is about to exist. */
record NewRoom(
        RoomId roomId,
        RoomVersion version,
        UserId creator,
        boolean isPublished,
        Optional<RoomAlias> alias,
        Optional<RoomNid> replaced) {
    static NewRoom of(Beginning beginning, RoomId roomId) {
        return new NewRoom(
                roomId,
                beginning.version(),
                beginning.drafts().getFirst().sender(),
                beginning.isPublished(),
                beginning.alias(),
                beginning.replaced());
    }
}
