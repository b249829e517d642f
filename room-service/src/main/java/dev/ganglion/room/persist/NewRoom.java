package dev.ganglion.room.persist;

import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.Optional;

/** A room that is about to exist. */
record NewRoom(
        RoomId roomId,
        RoomVersion version,
        UserId creator,
        boolean isPublished,
        Optional<RoomAlias> alias) {}
