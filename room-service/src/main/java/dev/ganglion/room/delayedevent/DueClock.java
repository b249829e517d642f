package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.identifier.UserId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Has events sent at their time, on every replica. It sleeps until the next one is due, and at most
 * a second: for so long it may not know of those that other replicas have scheduled.
 */
@Component
class DueClock implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DueClock.class);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int CHUNK = 100;
    private static final int SENDERS_AT_ONCE = 8;

    private final DueRepository repository;
    private final DueDelivery delivery;
    private final AtomicReference<Sinks.Empty<Void>> alarm = new AtomicReference<>(Sinks.empty());
    private final Disposable.Swap rounds = Disposables.swap();
    private volatile boolean isRunning;

    DueClock(DueRepository repository, DueDelivery delivery) {
        this.repository = repository;
        this.delivery = delivery;
    }

    /** Something will be due after that delay, perhaps before this replica would look. */
    void notice(Duration delay) {
        if (delay.compareTo(LONGEST_SLEEP) < 0) {
            alarm.get().tryEmitEmpty();
        }
    }

    @Override
    public void start() {
        isRunning = true;
        rounds.update(
                Mono.defer(this::round)
                        .onErrorResume(DueClock::pauseAfter)
                        .repeat(this::isRunning)
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

    /** The alarm is set before one looks: what is noticed after that ends the sleep. */
    private Mono<Void> round() {
        Sinks.Empty<Void> next = Sinks.empty();
        alarm.set(next);
        return repository
                .takeDue(CHUNK)
                .collectList()
                .timeout(PATIENCE)
                .flatMap(due -> due.isEmpty() ? sleep(next) : deliver(due));
    }

    /** Of each sender in the order in which they were to be sent. */
    private Mono<Void> deliver(List<DelayedEvent> due) {
        Map<UserId, List<DelayedEvent>> bySender =
                due.stream()
                        .collect(
                                Collectors.groupingBy(
                                        event -> event.draft().sender(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return Flux.fromIterable(bySender.values())
                .flatMap(
                        events -> Flux.fromIterable(events).concatMap(delivery::deliver),
                        SENDERS_AT_ONCE)
                .then();
    }

    private Mono<Void> sleep(Sinks.Empty<Void> next) {
        return repository
                .untilNext()
                .timeout(PATIENCE)
                .filter(wait -> wait.compareTo(LONGEST_SLEEP) < 0)
                .defaultIfEmpty(LONGEST_SLEEP)
                .flatMap(wait -> Mono.firstWithSignal(Mono.delay(wait).then(), next.asMono()));
    }

    private static Mono<Void> pauseAfter(Throwable failure) {
        log.warn("Delayed events wait: {}", failure.toString());
        return Mono.delay(LONGEST_SLEEP).then();
    }
}
