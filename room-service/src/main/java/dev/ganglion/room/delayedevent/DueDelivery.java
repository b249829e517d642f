package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.room.persist.TransactionLookup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;

/**
 * Sends what is due, and writes down what became of it. A crash between the two sends it again,
 * which is the same event.
 */
@Component
class DueDelivery {
    private static final Logger log = LoggerFactory.getLogger(DueDelivery.class);

    /** About three quarters of an hour of a service that does not answer. */
    private static final int MAX_ATTEMPTS = 50;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Doors doors;
    private final DueRepository repository;
    private final TransactionLookup transactions;
    private final DelayedEventMeters meters;

    DueDelivery(
            Doors doors,
            DueRepository repository,
            TransactionLookup transactions,
            DelayedEventMeters meters) {
        this.doors = doors;
        this.repository = repository;
        this.transactions = transactions;
        this.meters = meters;
    }

    /** Never fails because of the event. */
    Mono<Void> deliver(DelayedEvent event) {
        Mono<EventId> sent =
                event.isOvertaken() ? Mono.error(Overtaking::refusal) : doors.send(event);
        return sent.map(Ending::sentOnTime)
                .onErrorResume(failure -> endingAfter(event, failure))
                .flatMap(ending -> finish(event.id(), ending));
    }

    /** Writes down an ending. */
    Mono<Void> finish(DelayId id, Ending ending) {
        return repository
                .finish(id, ending)
                .filter(isNew -> isNew)
                .doOnNext(_ -> meters.ended(ending))
                .then();
    }

    /** Empty when it has to be tried again. */
    private Mono<Ending> endingAfter(DelayedEvent event, Throwable failure) {
        if (MatrixException.isRefusal(failure) || event.attempts() >= MAX_ATTEMPTS) {
            // What was written before a crash may be against the rules by now.
            return transactions
                    .findWritten(event.room(), event.transaction())
                    .map(Ending::sentOnTime)
                    .defaultIfEmpty(Ending.failed(asRefusal(failure).body()));
        }
        log.warn("A delayed event waits for another attempt: {}", failure.toString());
        meters.repeated();
        return repository.tryAgainIn(event.id(), pauseAfter(event.attempts())).then(Mono.empty());
    }

    private static MatrixException asRefusal(Throwable failure) {
        return failure instanceof MatrixException refusal
                ? refusal
                : MatrixException.unavailable("The server could not send the event");
    }

    private static Duration pauseAfter(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
