package dev.ganglion.sync.push;

import static dev.ganglion.service.database.Rows.number;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

/** Up to where the streams have been gone through. */
@Repository
class ProgressRepository {
    private final DatabaseClient database;

    ProgressRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Begins with that position where there is none. */
    Mono<Long> get(String stream, long beginning) {
        return database.sql(
                        """
                        with begun as (
                            insert into sync.push_progress (stream, position)
                            values (:stream, :beginning)
                            on conflict do nothing
                            returning position
                        )
                        select position from sync.push_progress where stream = :stream
                        union all
                        select position from begun
                        """)
                .bind("stream", stream)
                .bind("beginning", beginning)
                .map(row -> number(row, "position"))
                .one();
    }

    /** Fails when another replica has been faster, so that nothing is written twice. */
    Mono<Void> advance(String stream, long from, long to) {
        return database.sql(
                        """
                        update sync.push_progress
                        set position = :to
                        where stream = :stream and position = :from
                        """)
                .bind("stream", stream)
                .bind("from", from)
                .bind("to", to)
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        new IllegalStateException(
                                                "Another replica has read the " + stream)))
                .then();
    }
}
