package dev.ganglion.sync.unread;

import dev.ganglion.protocol.identifier.UserId;

/** What unread counts are kept for. */
record RoomOfUser(UserId user, long roomNid) {}
