package dev.ganglion.service.background;

import dev.ganglion.service.lease.Lease;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Repeats a piece of work while the service runs, one round at a time. A round that fails is
 * logged, and the next one tries again. A bean of the capability whose work it is.
 */
public final class Repetition implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Repetition.class);

    private final String what;
    private final Flux<?> occasions;
    private final Supplier<Mono<Void>> work;
    private final Mono<Void> atTheEnd;
    private final Function<Flux<Void>, Disposable> running;
    private final Disposable.Swap rounds = Disposables.swap();
    private volatile boolean isRunning;

    private Repetition(
            String what,
            Flux<?> occasions,
            Supplier<Mono<Void>> work,
            Mono<Void> atTheEnd,
            Function<Flux<Void>, Disposable> running) {
        this.what = what;
        this.occasions = occasions;
        this.work = work;
        this.atTheEnd = atTheEnd;
        this.running = running;
    }

    /**
     * Work to repeat on every replica.
     *
     * @param what the work, for the log: "what … failed"
     */
    public static Repetition every(Duration interval, String what, Supplier<Mono<Void>> work) {
        return new Repetition(what, Flux.interval(interval), work, Mono.empty(), Flux::subscribe);
    }

    /** Does the work also whenever this says so; once for what is said during a round. */
    public Repetition orWhen(Flux<?> signals) {
        return new Repetition(what, Flux.merge(occasions, signals), work, atTheEnd, running);
    }

    /** Does the work once more when the service stops, while the database is still there. */
    public Repetition andAtTheEnd() {
        return new Repetition(what, occasions, work, Mono.defer(work), running);
    }

    /** Does the work on one replica only, the one that holds the lease of this name. */
    public Repetition whereHeld(Lease lease, String name) {
        return new Repetition(
                what, occasions, work, atTheEnd, rounds -> lease.whileHeld(name, rounds));
    }

    @Override
    public void start() {
        isRunning = true;
        rounds.update(
                running.apply(
                        occasions
                                .onBackpressureLatest()
                                .concatMap(_ -> logged(Mono.defer(work)), 1)));
    }

    @Override
    public void stop(Runnable whenStopped) {
        isRunning = false;
        rounds.update(logged(atTheEnd).doFinally(_ -> whenStopped.run()).subscribe());
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    private Mono<Void> logged(Mono<Void> round) {
        return round.onErrorResume(
                failure -> {
                    log.warn("{} failed and will be tried again: {}", what, failure.toString());
                    return Mono.empty();
                });
    }
}
