package dev.ganglion.sync.room;

import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.json.JsonBytes;

import java.util.Comparator;
import java.util.List;

/** Events of any rooms in one list, in the order of the stream, each with its room. */
public final class EventChunk {
    private final List<Told> events;

    EventChunk(List<RoomSection> rooms, long after) {
        this.events =
                rooms.stream()
                        .flatMap(room -> room.told().stream().map(event -> new Told(room, event)))
                        .filter(told -> told.event().position() > after)
                        .sorted(Comparator.comparingLong(told -> told.event().position()))
                        .toList();
    }

    private record Told(RoomSection room, TimelineEvent event) {}

    public boolean isEmpty() {
        return events.isEmpty();
    }

    /** As values of an array that is open, or of a member. */
    public void write(JsonBytes out) {
        events.forEach(told -> told.room().writeWithRoom(out, told.event()));
    }
}
