package dev.ganglion.service.lease;

import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.time.Duration;

/** Runs work on whichever replica holds the lease of that name, and nowhere else. Thread-safe. */
public final class Lease implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lease.class);

    private final LeaseRepository leases;
    private final Duration lifetime;
    private final Disposable.Composite held = Disposables.composite();

    Lease(LeaseRepository leases, Duration lifetime) {
        this.leases = leases;
        this.lifetime = lifetime;
    }

    /**
     * Subscribes to the work as soon as this replica holds the lease and cancels it when the lease
     * is lost. Work that fails is subscribed again after a while; work that completes is done for
     * as long as the lease is held, so that it usually never completes.
     *
     * @return ends both, and lets another replica have the lease at once
     */
    public Disposable whileHeld(String name, Publisher<?> work) {
        Disposable running =
                Flux.usingWhen(Mono.just(name), this::holding, leases::release)
                        .distinctUntilChanged()
                        .switchMap(isHeld -> isHeld ? repeated(name, work) : Mono.empty())
                        .subscribe();
        held.add(running);
        return running;
    }

    @Override
    public void close() {
        held.dispose();
    }

    /** Whether the lease is held, three times within its life. */
    private Flux<Boolean> holding(String name) {
        Duration pause = lifetime.dividedBy(3);
        HeldUntil until = new HeldUntil(lifetime);
        return Flux.interval(Duration.ZERO, pause)
                .onBackpressureDrop()
                .concatMap(_ -> renew(name, until, pause), 1);
    }

    /** With the database away the lease is kept as long as nobody else can have it. */
    private Mono<Boolean> renew(String name, HeldUntil until, Duration patience) {
        return Mono.defer(
                () -> {
                    long asked = System.nanoTime();
                    return leases.take(name, lifetime)
                            .timeout(patience)
                            .doOnNext(isHeld -> until.set(isHeld, asked))
                            .onErrorResume(failure -> withoutDatabase(name, until, failure));
                });
    }

    private static Mono<Boolean> withoutDatabase(String name, HeldUntil until, Throwable failure) {
        log.warn("The lease {} could not be renewed: {}", name, failure.toString());
        return Mono.fromSupplier(until::isStillHeld);
    }

    private Flux<?> repeated(String name, Publisher<?> work) {
        return Flux.from(work)
                .doOnError(failure -> log.warn("{} failed and will be repeated", name, failure))
                .retryWhen(
                        Retry.backoff(Long.MAX_VALUE, lifetime.dividedBy(10)).maxBackoff(lifetime));
    }

    /** Only ever used by one subscription. */
    private static final class HeldUntil {
        private final long lifetimeNanos;
        private volatile boolean isHeld;
        private volatile long end;

        HeldUntil(Duration lifetime) {
            this.lifetimeNanos = lifetime.toNanos();
        }

        void set(boolean isHeldNow, long askedAt) {
            end = askedAt + lifetimeNanos;
            isHeld = isHeldNow;
        }

        boolean isStillHeld() {
            return isHeld && System.nanoTime() - end < 0;
        }
    }
}
