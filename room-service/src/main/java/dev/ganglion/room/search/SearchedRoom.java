package dev.ganglion.room.search;

import dev.ganglion.room.head.RoomIdentity;

/**
 * A room that its searcher is or was in.
 *
 * @param upTo nothing after this position can be seen, as far as the membership says
 */
record SearchedRoom(RoomIdentity identity, long upTo, int joinedMembers) {}
