package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.room.head.RoomView;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

/**
 * A scheduled state event is cancelled when somebody else sets the same state before its time.
 * Whether somebody has is found out whenever one looks, from the history of the state itself: so
 * nothing has to be done when state is set, and no order of events can be missed.
 *
 * <p>MSC4140, "Cancelling delayed state events by a more recent state event".
 */
@Repository
class Overtaking {
    private final DatabaseClient database;
    private final DelayedEventMeters meters;

    Overtaking(DatabaseClient database, DelayedEventMeters meters) {
        this.database = database;
        this.meters = meters;
    }

    /** What the sender is told. */
    static MatrixException refusal() {
        return MatrixException.of(
                        409, ErrorCode.UNKNOWN, "Somebody else has set the same state meanwhile")
                .with("org.matrix.msc4140.errcode", new JsonString("M_CANCELLED_BY_STATE_UPDATE"));
    }

    /** Refuses when the state that the event would replace is somebody else's and newer than it. */
    static void mustNotShow(RoomView view, DelayedEvent event) {
        event.draft()
                .stateKeyTuple()
                .flatMap(view::stateEvent)
                .filter(state -> isNewer(state.position(), event))
                .filter(state -> !state.event().sender().equals(event.draft().sender()))
                .ifPresent(
                        _ -> {
                            throw refusal();
                        });
    }

    /** What the batch that is being written has set has a negative position until then. */
    private static boolean isNewer(long position, DelayedEvent event) {
        return position < 0 || position > event.scheduledAfter();
    }

    /** Cancels those of the user's events that were overtaken. Relies on delayed_event_of_user. */
    Mono<Void> withdrawAll(UserId user) {
        return withdraw("d.user_id = :subject", user.value());
    }

    /** Cancels that event if it was overtaken. */
    Mono<Void> withdraw(DelayId id) {
        return withdraw("d.delay_id = :subject", id.value());
    }

    private Mono<Void> withdraw(String which, String subject) {
        return database.sql(
                        """
                        update rooms.delayed_event d
                        set finalised_at = now(), outcome = 'cancel', reason = 'error', error = :error
                        where %s and d.finalised_at is null and d.attempts = 0 and %s
                        """
                                .formatted(which, DelayedEvent.IS_OVERTAKEN))
                .bind("subject", subject)
                .bind("error", CanonicalJson.encode(refusal().body()))
                .fetch()
                .rowsUpdated()
                .doOnNext(meters::cancelled)
                .then();
    }
}
