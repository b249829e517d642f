package dev.ganglion.room.timeline;

import dev.ganglion.protocol.auth.Membership;

import java.util.List;

/**
 * What has been read of a stretch.
 *
 * @param rest what lies beyond; empty when the end was reached
 * @param scanned how many events were looked at
 * @param bytes how large the events are that were found
 */
record Page(List<Seen> events, Range rest, int scanned, long bytes) {
    /** An event that the reader may see, with the reader's membership at it. */
    record Seen(StoredEvent event, Membership membership) {}

    static Page startingAt(Range range) {
        return new Page(List.of(), range, 0, 0);
    }

    boolean reachedTheEnd() {
        return rest.isEmpty();
    }
}
