package dev.ganglion.room.delayedevent;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Changes one event that waits, if it still does, by its primary key. What somebody has begun to
 * send is nobody else's to change.
 */
@Repository
class ManageRepository {
    private static final String WAITS = "d.finalised_at is null and d.attempts = 0";
    private static final String MAY_BE_SENT =
            WAITS + " and not " + DelayedEvent.IS_OVERTAKEN.strip();

    private final DatabaseClient database;

    ManageRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Where an event stands. */
    enum Standing {
        WAITING,
        BEING_SENT,
        SENT,
        CANCELLED
    }

    Mono<Boolean> cancel(DelayId id) {
        return database.sql(
                        """
                        update rooms.delayed_event d
                        set finalised_at = now(), outcome = 'cancel', reason = 'action'
                        where d.delay_id = :id and %s
                        """
                                .formatted(WAITS))
                .bind("id", id.value())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Begins the delay anew, and answers it; empty when the event does not wait. */
    Mono<Duration> restart(DelayId id) {
        return database.sql(
                        """
                        update rooms.delayed_event d
                        set running_since = now(), due_at = now() + d.delay_ms * interval '1 millisecond'
                        where d.delay_id = :id and %s
                        returning d.delay_ms as millis
                        """
                                .formatted(MAY_BE_SENT))
                .bind("id", id.value())
                .map(ManageRepository::millis)
                .one();
    }

    /** Takes it to be sent now; empty when the event does not wait. */
    Mono<DelayedEvent> take(DelayId id) {
        return database.sql(
                        """
                        update rooms.delayed_event d
                        set attempts = 1, due_at = now() + :claim * interval '1 millisecond'
                        where d.delay_id = :id and %s
                        returning %s, false as is_overtaken
                        """
                                .formatted(MAY_BE_SENT, DelayedEvent.COLUMNS))
                .bind("id", id.value())
                .bind("claim", DueRepository.CLAIM.toMillis())
                .map(DelayedEvent::read)
                .one();
    }

    /** Lets it wait for its time again, and answers how long that is. */
    Mono<Duration> putBack(DelayId id) {
        return database.sql(
                        """
                        update rooms.delayed_event d
                        set attempts = 0, due_at = d.running_since + d.delay_ms * interval '1 millisecond'
                        where d.delay_id = :id and d.finalised_at is null
                        returning (extract(epoch from d.due_at - now()) * 1000)::bigint as millis
                        """)
                .bind("id", id.value())
                .map(ManageRepository::millis)
                .one();
    }

    Mono<Standing> find(DelayId id) {
        return database.sql(
                        "select attempts, outcome from rooms.delayed_event where delay_id = :id")
                .bind("id", id.value())
                .map(ManageRepository::standing)
                .one();
    }

    private static Duration millis(Readable row) {
        return Duration.ofMillis(Objects.requireNonNull(row.get("millis", Long.class)));
    }

    private static Standing standing(Readable row) {
        int attempts = Objects.requireNonNull(row.get("attempts", Integer.class));
        Standing unfinished = attempts > 0 ? Standing.BEING_SENT : Standing.WAITING;
        return Optional.ofNullable(row.get("outcome", String.class))
                .map(outcome -> outcome.equals(Ending.SEND) ? Standing.SENT : Standing.CANCELLED)
                .orElse(unfinished);
    }
}
