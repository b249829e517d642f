package dev.ganglion.service.lease;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Duration;

/** The table of leases of the service's own schema; only the database's clock counts. */
final class LeaseRepository {
    private final DatabaseClient database;
    private final String holder;

    /**
     * @param holder differs for each process
     */
    LeaseRepository(DatabaseClient database, String holder) {
        this.database = database;
        this.holder = holder;
    }

    /** Takes or renews it; false when another one holds it. */
    Mono<Boolean> take(String name, Duration lifetime) {
        return database.sql(
                        """
                        insert into lease (name, holder, expires_at)
                        values (:name, :holder, now() + make_interval(secs => :seconds))
                        on conflict (name) do update
                        set holder = excluded.holder,
                            expires_at = excluded.expires_at
                        where lease.holder = excluded.holder
                           or lease.expires_at < now()
                        """)
                .bind("name", name)
                .bind("holder", holder)
                .bind("seconds", lifetime.toMillis() / 1_000.0)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Gives it up, if it is held; the next one need not wait for its end. */
    Mono<Void> release(String name) {
        return database.sql("delete from lease where name = :name and holder = :holder")
                .bind("name", name)
                .bind("holder", holder)
                .then()
                .onErrorComplete();
    }
}
