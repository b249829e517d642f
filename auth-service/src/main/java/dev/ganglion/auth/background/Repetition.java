package dev.ganglion.auth.background;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Repeats a piece of work while the service runs, one round at a time. A round that fails is
 * logged, and the next one tries again. A bean of the capability whose work it is.
 */
public final class Repetition implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Repetition.class);

    private final String what;
    private final Duration interval;
    private final Supplier<Mono<Void>> work;
    private final Mono<Void> atTheEnd;
    private final Disposable.Swap rounds = Disposables.swap();
    private volatile boolean isRunning;

    private Repetition(
            String what, Duration interval, Supplier<Mono<Void>> work, Mono<Void> atTheEnd) {
        this.what = what;
        this.interval = interval;
        this.work = work;
        this.atTheEnd = atTheEnd;
    }

    /**
     * Work to repeat.
     *
     * @param what the work, for the log: "what … failed"
     */
    public static Repetition every(Duration interval, String what, Supplier<Mono<Void>> work) {
        return new Repetition(what, interval, work, Mono.empty());
    }

    /** Does the work once more when the service stops, while the database is still there. */
    public Repetition andAtTheEnd() {
        return new Repetition(what, interval, work, Mono.defer(work));
    }

    @Override
    public void start() {
        isRunning = true;
        rounds.update(
                Flux.interval(interval)
                        .onBackpressureDrop()
                        .concatMap(_ -> logged(Mono.defer(work)), 1)
                        .subscribe());
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
