package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.CanonicalJson;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;

/**
 * Takes events whose time has come, and writes down what became of them. Only the database's clock
 * counts. What is taken is this replica's for {@link #CLAIM}; then it is due again, for whoever
 * took it may be gone.
 */
@Repository
class DueRepository {
    static final Duration CLAIM = Duration.ofSeconds(20);

    private final DatabaseClient database;

    DueRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Takes some of what is due and nobody else's, the oldest first. Relies on delayed_event_due.
     */
    Flux<DelayedEvent> takeDue(int limit) {
        return database.sql(
                        """
                        with due as (
                            select delay_id, due_at as since
                            from rooms.delayed_event
                            where finalised_at is null and due_at <= now()
                            order by due_at
                            limit :limit
                            for update skip locked
                        ), taken as (
                            update rooms.delayed_event d
                            set attempts = d.attempts + 1, due_at = now() + :claim * interval '1 millisecond'
                            from due
                            where d.delay_id = due.delay_id
                            returning %s, %s as is_overtaken, due.since
                        )
                        select *
                        from taken
                        order by since
                        """
                                .formatted(DelayedEvent.COLUMNS, DelayedEvent.IS_OVERTAKEN))
                .bind("limit", limit)
                .bind("claim", CLAIM.toMillis())
                .map(DelayedEvent::read)
                .all();
    }

    /** How long until something is due, never negative; empty when nothing waits. */
    Mono<Duration> untilNext() {
        return database.sql(
                        """
                        select ceil(extract(epoch from due_at - now()) * 1000)::bigint as millis
                        from rooms.delayed_event
                        where finalised_at is null
                        order by due_at
                        limit 1
                        """)
                .map(row -> Objects.requireNonNull(row.get("millis", Long.class)))
                .one()
                .map(millis -> Duration.ofMillis(Math.max(0, millis)));
    }

    /** Lets it be due again after a while; nobody but the sender decides about it any more. */
    Mono<Void> tryAgainIn(DelayId id, Duration pause) {
        return database.sql(
                        """
                        update rooms.delayed_event
                        set due_at = now() + :pause * interval '1 millisecond'
                        where delay_id = :id and finalised_at is null
                        """)
                .bind("id", id.value())
                .bind("pause", pause.toMillis())
                .then();
    }

    /**
     * Writes down the ending; false when one is there already. What was sent is kept where events
     * are, and nowhere else: a redaction takes it away.
     */
    Mono<Boolean> finish(DelayId id, Ending ending) {
        return database.sql(
                        """
                        update rooms.delayed_event
                        set finalised_at = now(), outcome = :outcome, reason = :reason,
                            event_id = :eventId, error = :error,
                            content = case when :eventId::text is null then content end
                        where delay_id = :id and finalised_at is null
                        """)
                .bind("id", id.value())
                .bind("outcome", ending.outcome())
                .bind("reason", ending.reason())
                .bind(
                        "eventId",
                        Parameters.in(
                                R2dbcType.VARCHAR,
                                ending.eventId().map(EventId::value).orElse(null)))
                .bind("error", error(ending))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private static Parameter error(Ending ending) {
        return Parameters.in(
                R2dbcType.VARBINARY, ending.error().map(CanonicalJson::encode).orElse(null));
    }
}
