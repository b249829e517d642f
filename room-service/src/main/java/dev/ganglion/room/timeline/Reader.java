package dev.ganglion.room.timeline;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;

/**
 * Somebody who reads a room.
 *
 * @param readsUpTo the last position that may be looked at
 * @param wasJoinedUntil the position at which the reader's last stay in the room ended; {@link
 *     Long#MAX_VALUE} for a member, 0 for somebody who never was one
 */
record Reader(RoomIdentity room, UserId userId, long readsUpTo, long wasJoinedUntil) {}
