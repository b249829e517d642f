package dev.ganglion.room.purge;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Duration;

/**
 * When recurring pieces of maintenance were last done, by the clock of the database: a replica that
 * starts anew neither repeats them at once nor begins to wait from the start.
 */
@Repository
public class Passes {
    public static final String RETENTION = "retention";
    public static final String FORGOTTEN_ROOMS = "forgotten-rooms";

    private final DatabaseClient database;

    Passes(DatabaseClient database) {
        this.database = database;
    }

    /** Does the work if it was last completed that long ago, or never. */
    public Mono<Void> whenDue(String name, Duration interval, Mono<Void> work) {
        return isRecent(name, interval)
                .flatMap(isRecent -> isRecent ? Mono.empty() : work.then(done(name)));
    }

    private Mono<Boolean> isRecent(String name, Duration interval) {
        return database.sql(
                        """
                        select 1
                        from rooms.maintenance_pass
                        where name = :name and finished_at > now() - make_interval(secs => :seconds)
                        """)
                .bind("name", name)
                .bind("seconds", interval.toMillis() / 1_000.0)
                .map(_ -> true)
                .one()
                .defaultIfEmpty(false);
    }

    private Mono<Void> done(String name) {
        return database.sql(
                        """
                        insert into rooms.maintenance_pass (name, finished_at)
                        values (:name, now())
                        on conflict (name) do update set finished_at = excluded.finished_at
                        """)
                .bind("name", name)
                .then();
    }
}
