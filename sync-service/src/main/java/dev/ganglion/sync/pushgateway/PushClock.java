package dev.ganglion.sync.pushgateway;

import dev.ganglion.sync.push.WaitingPushes;

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
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Has pushers told what waits for them, on every replica. It sleeps until the next one is due, a
 * place is free again or something new waits, and at most a second: for so long it may not know of
 * what other replicas have found.
 */
@Component
class PushClock implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(PushClock.class);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ClaimRepository claims;
    private final Delivery delivery;
    private final WaitingPushes waiting;
    private final Places places;
    private final AtomicReference<Sinks.Empty<Void>> alarm = new AtomicReference<>(Sinks.empty());
    private final Disposable.Swap running = Disposables.swap();
    private final Duration longestTelling;
    private volatile Mono<Void> ended = Mono.empty();
    private volatile boolean isRunning;

    PushClock(
            ClaimRepository claims,
            Delivery delivery,
            WaitingPushes waiting,
            PushGatewayProperties properties) {
        this.claims = claims;
        this.delivery = delivery;
        this.waiting = waiting;
        this.places = new Places(properties.atOnce());
        this.longestTelling = properties.timeout().plus(PATIENCE);
    }

    @Override
    public void start() {
        isRunning = true;
        Sinks.Many<Claim> taken = Sinks.many().unicast().onBackpressureBuffer();
        Sinks.Empty<Void> end = Sinks.empty();
        ended = end.asMono();
        running.update(
                Disposables.composite(
                        waiting.arrivals().subscribe(_ -> ring()),
                        taken.asFlux()
                                .flatMap(this::deliver, Integer.MAX_VALUE)
                                .doFinally(_ -> end.tryEmitEmpty())
                                .subscribe(),
                        Mono.defer(() -> round(taken))
                                .onErrorResume(PushClock::pauseAfter)
                                .repeat(this::isRunning)
                                .doFinally(_ -> taken.tryEmitComplete())
                                .subscribe()));
    }

    /**
     * Takes nothing more and waits for the requests under way: what a gateway has been told and
     * nobody has written down would be told again.
     */
    @Override
    public void stop(Runnable whenStopped) {
        isRunning = false;
        ring();
        ended.timeout(longestTelling)
                .onErrorComplete()
                .doFinally(
                        _ -> {
                            running.update(Disposables.disposed());
                            whenStopped.run();
                        })
                .subscribe();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    /** The alarm is set before one looks: what happens after that ends the sleep. */
    private Mono<Void> round(Sinks.Many<Claim> taken) {
        Sinks.Empty<Void> next = Sinks.empty();
        alarm.set(next);
        ClaimRepository.Room room = places.room();
        if (room.places() == 0) {
            return Mono.firstWithSignal(Mono.delay(LONGEST_SLEEP).then(), next.asMono());
        }
        return claims.take(room)
                .collectList()
                .timeout(PATIENCE)
                .flatMap(due -> due.isEmpty() ? sleep(next) : begin(due, taken));
    }

    private Mono<Void> begin(List<Claim> due, Sinks.Many<Claim> taken) {
        due.forEach(
                claim -> {
                    places.take(claim);
                    taken.tryEmitNext(claim).orThrow();
                });
        return Mono.empty();
    }

    private Flux<Void> deliver(Claim claim) {
        return delivery.deliver(claim, this::isRunning)
                .onErrorResume(
                        failure -> {
                            log.warn("A push waits for another attempt: {}", failure.toString());
                            return Mono.empty();
                        })
                .doFinally(
                        _ -> {
                            places.giveBack(claim);
                            ring();
                        })
                .flux();
    }

    private void ring() {
        alarm.get().tryEmitEmpty();
    }

    private Mono<Void> sleep(Sinks.Empty<Void> next) {
        return claims.untilNext()
                .timeout(PATIENCE)
                .filter(wait -> wait.compareTo(LONGEST_SLEEP) < 0)
                .defaultIfEmpty(LONGEST_SLEEP)
                .flatMap(wait -> Mono.firstWithSignal(Mono.delay(wait).then(), next.asMono()));
    }

    private static Mono<Void> pauseAfter(Throwable failure) {
        log.warn("Pushes wait: {}", failure.toString());
        return Mono.delay(LONGEST_SLEEP).then();
    }
}
