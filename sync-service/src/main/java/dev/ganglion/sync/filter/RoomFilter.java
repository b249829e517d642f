package dev.ganglion.sync.filter;

import java.util.List;
import java.util.Optional;

/** What a client wants of its rooms. */
public record RoomFilter(
        Optional<List<String>> rooms,
        Optional<List<String>> notRooms,
        Optional<EventFilter> ephemeral,
        Optional<Boolean> includeLeave,
        Optional<EventFilter> state,
        Optional<EventFilter> timeline,
        Optional<EventFilter> accountData) {

    static final RoomFilter EVERYTHING =
            new RoomFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** Copies the lists. */
    public RoomFilter {
        rooms = EventFilter.copy(rooms);
        notRooms = EventFilter.copy(notRooms);
    }

    /** Whether the room is wanted at all. */
    public boolean allowsRoom(String roomId) {
        return rooms.map(list -> list.contains(roomId)).orElse(true)
                && notRooms.map(list -> !list.contains(roomId)).orElse(true);
    }
}
