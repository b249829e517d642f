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
}
