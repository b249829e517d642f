package dev.ganglion.room.maintenance;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.service.lease.Lease;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * When recurring pieces of maintenance were last done, by the clock of the database: a replica that
 * starts anew neither repeats them at once nor begins to wait from the start.
 */
@Repository
public class Passes {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final DatabaseClient database;
    private final Lease lease;
    private final MaintenanceMeters meters;

    Passes(DatabaseClient database, Lease lease, MaintenanceMeters meters) {
        this.database = database;
        this.lease = lease;
        this.meters = meters;
    }

    /**
     * Work that one replica does whenever it was last completed that long ago, or never; a bean of
     * the capability whose work it is. Each minute, or more often where the interval is shorter, it
     * is looked whether it is due.
     *
     * @param name of the pass, its lease and the tag {@code pass} of its metric; lower case with
     *     hyphens
     * @param what the work, for the log: "what … failed"
     */
    public Repetition repeating(
            String name, Duration interval, String what, Supplier<Mono<Void>> work) {
        meters.showAgeOf(name);
        Duration look = interval.compareTo(LONGEST_WAIT) < 0 ? interval : LONGEST_WAIT;
        return Repetition.every(look, what, () -> whenDue(name, interval, Mono.defer(work)))
                .whereHeld(lease, name);
    }

    private Mono<Void> whenDue(String name, Duration interval, Mono<Void> work) {
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
