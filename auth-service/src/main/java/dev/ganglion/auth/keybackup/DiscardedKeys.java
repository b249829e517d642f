package dev.ganglion.auth.keybackup;

import static dev.ganglion.service.database.Rows.number;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** Deletes keys that are in no backup any more, a few thousand in each statement. */
@Component
class DiscardedKeys {
    private static final int BATCH = 5_000;
    private static final int SETS = 100;

    private final DatabaseClient database;

    DiscardedKeys(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> delete() {
        return database.sql(
                        """
                        select key_set
                        from auth.discarded_key_set
                        order by key_set
                        limit :limit
                        """)
                .bind("limit", SETS)
                .map(row -> number(row, "key_set"))
                .all()
                .collectList()
                .flatMapIterable(sets -> sets)
                .concatMap(this::delete)
                .then();
    }

    private Mono<Void> delete(long keySet) {
        return deleteSome(keySet)
                .repeat()
                .takeUntil(rows -> rows < BATCH)
                .then(Mono.defer(() -> forget(keySet)));
    }

    /** Relies on the primary key. */
    private Mono<Long> deleteSome(long keySet) {
        return database.sql(
                        """
                        delete from auth.room_key
                        where key_set = :keySet
                          and (room_id, session_id) in (
                              select room_id, session_id
                              from auth.room_key
                              where key_set = :keySet
                              order by room_id, session_id
                              limit :limit)
                        """)
                .bind("keySet", keySet)
                .bind("limit", BATCH)
                .fetch()
                .rowsUpdated();
    }

    private Mono<Void> forget(long keySet) {
        return database.sql(
                        """
                        delete from auth.discarded_key_set
                        where key_set = :keySet
                        """)
                .bind("keySet", keySet)
                .then();
    }
}
