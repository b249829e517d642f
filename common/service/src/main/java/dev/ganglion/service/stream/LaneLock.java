package dev.ganglion.service.stream;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

/**
 * Lets one transaction at a time hand out positions of a stream's lane. Taken before the
 * transaction locks any row: two batches that touch the same rows in another order would deadlock
 * otherwise. Released by the commit or rollback, never earlier.
 */
public final class LaneLock {
    private LaneLock() {}

    /** Within the transaction of the caller's chain. Waits, at most the lock timeout. */
    public static Mono<Void> acquire(DatabaseClient database, StreamClass stream, int lane) {
        return database.sql("select pg_advisory_xact_lock(:stream, :lane)")
                .bind("stream", stream.key())
                .bind("lane", lane)
                .then();
    }

    /** For whoever sends it along with other statements. Waits, at most the lock timeout. */
    public static String statement(StreamClass stream, int lane) {
        return "select pg_advisory_xact_lock(%d, %d)".formatted(stream.key(), lane);
    }
}
