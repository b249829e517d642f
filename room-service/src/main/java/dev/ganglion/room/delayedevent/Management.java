package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.delayedevent.ManageRepository.Standing;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.time.Duration;

/** Cancels, restarts and sends events that wait. */
@Service
class Management {
    /** A client gives up after two seconds. */
    private static final int LOOKS_AT_WHAT_IS_BEING_SENT = 30;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ManageRepository repository;
    private final Overtaking overtaking;
    private final Doors doors;
    private final DueDelivery delivery;
    private final DueRepository due;
    private final DueClock clock;
    private final DelayedEventMeters meters;

    Management(
            ManageRepository repository,
            Overtaking overtaking,
            Doors doors,
            DueDelivery delivery,
            DueRepository due,
            DueClock clock,
            DelayedEventMeters meters) {
        this.repository = repository;
        this.overtaking = overtaking;
        this.doors = doors;
        this.delivery = delivery;
        this.due = due;
        this.clock = clock;
        this.meters = meters;
    }

    static MatrixException unknown() {
        return MatrixException.notFound("There is no such delayed event");
    }

    /**
     * Does it, or finds that it is done. {@code M_NOT_FOUND} for an event that is not known (any
     * more), with 409 for one of which the contrary has become; 503 while it is just being sent.
     */
    Mono<Void> act(DelayId id, Action action) {
        return Mono.defer(() -> attempt(id, action))
                .retryWhen(
                        Retry.fixedDelay(LOOKS_AT_WHAT_IS_BEING_SENT, BETWEEN_LOOKS)
                                .filter(BeingSent.class::isInstance)
                                .onRetryExhaustedThrow(
                                        (_, _) ->
                                                MatrixException.unavailable(
                                                        "The event is being sent: try again")));
    }

    private Mono<Void> attempt(DelayId id, Action action) {
        return switch (action) {
            case CANCEL -> cancel(id);
            case RESTART -> restart(id);
            case SEND -> send(id);
        };
    }

    private Mono<Void> cancel(DelayId id) {
        return repository
                .cancel(id)
                .filter(isDone -> isDone)
                .doOnNext(_ -> meters.cancelled(1))
                .switchIfEmpty(compare(id, Action.CANCEL))
                .then();
    }

    private Mono<Void> restart(DelayId id) {
        return repository
                .restart(id)
                .doOnNext(clock::notice)
                .map(_ -> true)
                .switchIfEmpty(compare(id, Action.RESTART))
                .then();
    }

    private Mono<Void> send(DelayId id) {
        return repository
                .take(id)
                .flatMap(event -> send(event).thenReturn(true))
                .switchIfEmpty(compare(id, Action.SEND))
                .then();
    }

    private Mono<Void> send(DelayedEvent event) {
        return doors.send(event)
                .onErrorResume(failure -> goesOnWaiting(event, failure).then(Mono.error(failure)))
                .flatMap(sent -> delivery.finish(event.id(), Ending.sentByAction(sent)));
    }

    /**
     * What was refused may be allowed at its time; what may have been written is sent to its end.
     */
    private Mono<Void> goesOnWaiting(DelayedEvent event, Throwable failure) {
        return MatrixException.isRefusal(failure)
                ? repository.putBack(event.id()).doOnNext(clock::notice).then()
                : due.tryAgainIn(event.id(), SOON);
    }

    /** The event does not wait (any more): what has become of it? */
    private Mono<Boolean> compare(DelayId id, Action action) {
        return Mono.defer(() -> overtaking.withdraw(id))
                .then(Mono.defer(() -> repository.find(id)))
                .switchIfEmpty(Mono.error(Management::unknown))
                .doOnNext(standing -> compare(standing, action))
                .thenReturn(true);
    }

    private static void compare(Standing standing, Action action) {
        switch (standing) {
            case WAITING, BEING_SENT -> throw new BeingSent();
            case SENT -> mustBeDone(action, true);
            case CANCELLED -> mustBeDone(action, false);
        }
    }

    /** The code by which clients of calls know that they have to schedule anew. */
    private static void mustBeDone(Action action, boolean wasSent) {
        if (!action.isDoneBy(wasSent)) {
            throw MatrixException.of(
                    409,
                    ErrorCode.NOT_FOUND,
                    wasSent
                            ? "The delayed event has been sent already"
                            : "The delayed event has been cancelled already");
        }
    }

    /** Whoever sends it decides; one looks again in a moment. */
    private static final class BeingSent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BeingSent() {
            super("Being sent", null, false, false);
        }
    }
}
