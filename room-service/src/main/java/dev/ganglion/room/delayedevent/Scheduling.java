package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.room.delayedevent.ScheduleRepository.Waiting;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;
import dev.ganglion.room.visibility.ReadingPoints;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

/** Schedules events, of each user so many at a time. */
@Service
class Scheduling {
    private final DelayedEventProperties limits;
    private final ReadingPoints readingPoints;
    private final RoomWriter writer;
    private final ScheduleRepository repository;
    private final Overtaking overtaking;
    private final TransactionalOperator transaction;
    private final DueClock clock;

    Scheduling(
            DelayedEventProperties limits,
            ReadingPoints readingPoints,
            RoomWriter writer,
            ScheduleRepository repository,
            Overtaking overtaking,
            TransactionalOperator transaction,
            DueClock clock) {
        this.limits = limits;
        this.readingPoints = readingPoints;
        this.writer = writer;
        this.repository = repository;
        this.overtaking = overtaking;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * The delay ID, the same for a repeated request. Refused: an event that no room could take
     * ({@code M_TOO_LARGE}), {@code M_FORBIDDEN} for whoever is not in the room, 429 for whoever
     * has as many waiting as one user may have. Whether the rules of the room allow it is decided
     * when it is sent.
     */
    Mono<DelayId> schedule(ScheduleRequest request) {
        UserId sender = request.draft().sender();
        return Mono.fromRunnable(() -> request.mustBeWithin(limits.maxDelay()))
                .then(readingPoints.mustBeJoined(request.room(), sender))
                .then(writer.mustFit(Proposal.of(request.room(), request.draft())))
                .then(insert(request, sender))
                .doOnNext(_ -> clock.notice(request.delay()));
    }

    /** Under a lock of the user: events that are scheduled at the same time count each other. */
    private Mono<DelayId> insert(ScheduleRequest request, UserId sender) {
        Mono<DelayId> anew =
                mustHaveRoom(sender)
                        .then(repository.trim(sender, limits.maxFinalisedPerUser()))
                        .then(Mono.defer(() -> repository.insert(DelayId.random(), request)));
        return repository
                .lock(sender)
                .then(Mono.justOrEmpty(request.transaction()))
                .flatMap(key -> repository.findRepeated(request.room(), key))
                .switchIfEmpty(anew)
                .as(transaction::transactional);
    }

    /** What others have overtaken waits no more. */
    private Mono<Void> mustHaveRoom(UserId sender) {
        return repository
                .countWaiting(sender)
                .filter(waiting -> !isFull(waiting))
                .switchIfEmpty(
                        overtaking
                                .withdrawAll(sender)
                                .then(Mono.defer(() -> repository.countWaiting(sender))))
                .doOnNext(this::requireRoom)
                .then();
    }

    private boolean isFull(Waiting waiting) {
        return waiting.count() >= limits.maxPerUser();
    }

    private void requireRoom(Waiting waiting) {
        if (isFull(waiting)) {
            throw MatrixException.of(
                            429,
                            ErrorCode.LIMIT_EXCEEDED,
                            "You have "
                                    + waiting.count()
                                    + " delayed events waiting, which is as many as one user may have")
                    .with("retry_after_ms", new JsonNumber(waiting.next().toMillis()))
                    .with(
                            "org.matrix.msc4140.errcode",
                            new JsonString("M_MAX_DELAYED_EVENTS_EXCEEDED"));
        }
    }
}
