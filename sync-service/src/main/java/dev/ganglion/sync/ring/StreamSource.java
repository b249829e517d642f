package dev.ganglion.sync.ring;

import reactor.core.publisher.Mono;

import java.util.List;

/**
 * A stream as it stands in PostgreSQL: gap-free, so that whoever has read up to a position has read
 * everything before.
 */
public interface StreamSource<T> {
    /** The position of the last entry; 0 when there is none. */
    Mono<Long> lastPosition();

    /** The entries above a position, in order, at most that many. */
    Mono<List<T>> after(long position, int limit);

    long positionOf(T entry);

    /** The bytes that an entry takes in memory, roughly, and never changing for one entry. */
    long weightOf(T entry);

    /** What the entry can be found by while it is in memory; never changing for one entry. */
    default List<String> namesOf(T entry) {
        return List.of();
    }

    /**
     * How many entries are read at once: so few that the largest there may be fit into memory
     * together.
     */
    int batchSize();
}
