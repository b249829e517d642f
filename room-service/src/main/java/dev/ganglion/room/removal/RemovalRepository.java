package dev.ganglion.room.removal;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;

/** Finds what is to be removed. */
@Repository
class RemovalRepository {
    private final DatabaseClient database;

    RemovalRepository(DatabaseClient database) {
        this.database = database;
    }

    /** The numbers of closed rooms whose time has come. Relies on room_to_remove. */
    Flux<Long> listDue(int limit) {
        return database.sql(
                        """
                        select room_nid
                        from rooms.room
                        where remove_after <= now()
                        order by remove_after
                        limit :limit
                        """)
                .bind("limit", limit)
                .map(row -> Objects.requireNonNull(row.get("room_nid", Long.class)))
                .all();
    }

    /** Its time has come again after the wait. Relies on room's primary key. */
    Mono<Void> putOff(long roomNid, Duration wait) {
        return database.sql(
                        """
                        update rooms.room
                        set remove_after = now() + make_interval(secs => :seconds)
                        where room_nid = :room
                        """)
                .bind("seconds", (double) wait.toSeconds())
                .bind("room", roomNid)
                .then();
    }
}
