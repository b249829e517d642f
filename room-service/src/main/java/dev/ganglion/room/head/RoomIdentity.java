package dev.ganglion.room.head;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.version.RoomVersion;

/** What of a room never changes. */
public record RoomIdentity(RoomNid nid, RoomId roomId, RoomVersion version) {}
