package dev.ganglion.protocol.event;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;

import java.util.List;
import java.util.Optional;

/**
 * Where in a room's graph an event goes.
 *
 * @param roomId empty for the create event of a room whose ID is that event's hash
 * @param prevEvents the room's forward extremities
 * @param depth one more than the largest depth among them
 */
public record EventPlace(
        Optional<RoomId> roomId, List<EventId> prevEvents, List<EventId> authEvents, long depth) {
    /** The largest depth that canonical JSON can hold; deeper rooms stay there. */
    public static final long MAX_DEPTH = (1L << 53) - 1;

    public EventPlace {
        prevEvents = List.copyOf(prevEvents);
        authEvents = List.copyOf(authEvents);
        depth = Math.min(depth, MAX_DEPTH);
    }
}
