package dev.ganglion.room.head;

import dev.ganglion.protocol.identifier.EventId;

import java.util.List;

/**
 * Where a room's graph ends, and the counts that are kept with it.
 *
 * @param version grows by one with every batch that writes to the room
 * @param depth the largest depth among the forward extremities
 * @param notifyCount how many of the room's events count as unread
 */
public record RoomExtent(
        long version,
        long depth,
        List<EventId> forwardExtremities,
        long notifyCount,
        int joinedMembers,
        int invitedMembers) {
    /** Of a room that has no event yet. */
    public static final RoomExtent EMPTY = new RoomExtent(0, 0, List.of(), 0, 0, 0);

    public RoomExtent {
        forwardExtremities = List.copyOf(forwardExtremities);
    }
}
