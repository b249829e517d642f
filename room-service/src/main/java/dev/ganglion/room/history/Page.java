package dev.ganglion.room.history;

import java.util.List;
import java.util.Optional;

/**
 * What has been read of a stretch.
 *
 * @param rest what lies beyond; empty when the end was reached
 * @param scanned how many events were looked at
 * @param bytes how large the events are that were found, with what is bundled with them
 */
public record Page(List<Seen> events, Range rest, int scanned, long bytes) {
    static Page startingAt(Range range) {
        return new Page(List.of(), range, 0, 0);
    }

    public boolean reachedTheEnd() {
        return rest.isEmpty();
    }

    /** Where the next page in that direction begins; empty when the end was reached. */
    public Optional<String> next(Direction direction) {
        return reachedTheEnd() ? Optional.empty() : Optional.of(rest.token(direction).toString());
    }
}
