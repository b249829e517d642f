package dev.ganglion.room.delayedevent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;

/**
 * Forgets events that have been over for long, and counts those that wait. On every replica: they
 * do not wait for each other.
 */
@Component
class Housekeeping implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(15);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(10);
    private static final int CHUNK = 500;

    private final DatabaseClient database;
    private final DelayedEventProperties limits;
    private final DelayedEventMeters meters;
    private final Disposable.Swap rounds = Disposables.swap();
    private volatile boolean isRunning;

    Housekeeping(
            DatabaseClient database, DelayedEventProperties limits, DelayedEventMeters meters) {
        this.database = database;
        this.limits = limits;
        this.meters = meters;
    }

    @Override
    public void start() {
        isRunning = true;
        rounds.update(
                Flux.interval(Duration.ZERO, BETWEEN_ROUNDS)
                        .onBackpressureDrop()
                        .concatMap(_ -> round().onErrorResume(Housekeeping::logged), 1)
                        .subscribe());
    }

    @Override
    public void stop() {
        isRunning = false;
        rounds.update(Disposables.disposed());
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    /** Forgets all that is old enough, and counts. */
    Mono<Void> round() {
        return forgetSome()
                .timeout(LONGEST_STEP)
                .repeat()
                .takeUntil(forgotten -> forgotten < CHUNK)
                .then(countScheduled().timeout(LONGEST_STEP))
                .doOnNext(meters::scheduled)
                .then();
    }

    /** Relies on delayed_event_finalised. */
    private Mono<Long> forgetSome() {
        return database.sql(
                        """
                        delete from rooms.delayed_event
                        where delay_id in (
                            select delay_id
                            from rooms.delayed_event
                            where finalised_at < now() - :retention * interval '1 millisecond'
                            order by finalised_at
                            limit :chunk
                            for update skip locked)
                        """)
                .bind("retention", limits.finalisedRetention().toMillis())
                .bind("chunk", CHUNK)
                .fetch()
                .rowsUpdated();
    }

    /** Relies on delayed_event_due. */
    private Mono<Long> countScheduled() {
        return database.sql(
                        "select count(*) as events from rooms.delayed_event where finalised_at is null")
                .map(row -> Objects.requireNonNull(row.get("events", Long.class)))
                .one();
    }

    private static Mono<Void> logged(Throwable failure) {
        log.warn("Old delayed events are not forgotten yet: {}", failure.toString());
        return Mono.empty();
    }
}
