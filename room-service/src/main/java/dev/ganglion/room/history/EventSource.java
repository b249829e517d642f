package dev.ganglion.room.history;

import reactor.core.publisher.Mono;

import java.util.List;

/** Where pages of events come from, in the order in which they are shown. */
@FunctionalInterface
public interface EventSource {
    /**
     * The next events of a range, whoever reads them.
     *
     * @param size how many are wanted
     */
    Mono<Batch> next(Range range, int size);

    /**
     * Some events.
     *
     * @param rest what lies beyond them; empty when there is no more
     * @param scanned how many were looked at to find them
     */
    record Batch(List<Candidate> candidates, Range rest, int scanned) {
        /** All events that there are, up to the size that was asked for. */
        public static Batch of(List<Candidate> found, Range range, Direction direction, int size) {
            Range rest =
                    found.size() < size
                            ? Range.NOTHING
                            : range.beyond(found.getLast().place(), direction);
            return new Batch(found, rest, found.size());
        }
    }

    /**
     * An event that may be shown.
     *
     * @param place its position in the order of the source
     * @param by the positions of events that the reader has to see too
     */
    record Candidate(long place, StoredEvent event, List<Long> by) {
        /** An event at its own place. */
        public static Candidate of(StoredEvent event) {
            return new Candidate(event.position(), event, List.of());
        }
    }
}
