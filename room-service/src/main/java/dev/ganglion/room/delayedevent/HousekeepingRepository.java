package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;

/** Forgets delayed events, and counts them. */
@Repository
class HousekeepingRepository {
    private final DatabaseClient database;

    HousekeepingRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Forgets the first so many of those that have been over for so long, and answers how many
     * those were. Replicas do not wait for each other. Relies on delayed_event_finalised.
     */
    Mono<Long> forgetFinalised(Duration retention, int limit) {
        return database.sql(
                        """
                        delete from rooms.delayed_event
                        where delay_id in (
                            select delay_id
                            from rooms.delayed_event
                            where finalised_at < now() - :retention * interval '1 millisecond'
                            order by finalised_at
                            limit :limit
                            for update skip locked)
                        """)
                .bind("retention", retention.toMillis())
                .bind("limit", limit)
                .fetch()
                .rowsUpdated();
    }

    /** Relies on delayed_event_of_user. */
    Mono<Void> forgetAllOf(UserId user) {
        return database.sql("delete from rooms.delayed_event where user_id = :user")
                .bind("user", user.value())
                .then();
    }

    /** Relies on delayed_event_due. */
    Mono<Long> countScheduled() {
        return database.sql(
                        "select count(*) as events from rooms.delayed_event where finalised_at is null")
                .map(row -> Objects.requireNonNull(row.get("events", Long.class)))
                .one();
    }
}
