package dev.ganglion.room.timeline;

import dev.ganglion.room.history.Seen;

import java.util.List;

/** The events before and after another one that a reader may see, nearest first. */
public record Neighbours(List<Seen> before, List<Seen> after) {
    /** The position of the oldest, of an event with these neighbours. */
    public long oldest(long position) {
        return before.isEmpty() ? position : before.getLast().event().position();
    }

    /** The position of the newest, of an event with these neighbours. */
    public long newest(long position) {
        return after.isEmpty() ? position : after.getLast().event().position();
    }

    /** The size of the events. */
    public long bytes() {
        return bytes(before) + bytes(after);
    }

    private static long bytes(List<Seen> events) {
        return events.stream().mapToLong(seen -> seen.event().bytes()).sum();
    }
}
