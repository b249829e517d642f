package dev.ganglion.room.follow;

import reactor.core.publisher.Mono;

/**
 * Makes something of all events, in the order of their positions. Every bean of this type is run,
 * on one replica at a time.
 */
public interface StreamReader {
    /** Names its lease, its cursor and its metric; lower case with hyphens. */
    String name();

    /** How the result is built: when it differs from the time before, all is built anew. */
    String form();

    /** Drops everything that was built. Part of a transaction. */
    Mono<Void> clear();

    /**
     * Reads on from what lies after a position, as much as it likes up to and including another.
     * Answers how far it came and wants to be remembered by {@link StreamCursors#advance}, best in
     * the same transaction as the result: what fails between is read again.
     */
    Mono<Long> read(long after, long upTo);
}
