package dev.ganglion.sync.push;

import dev.ganglion.service.lease.Lease;
import dev.ganglion.service.stream.StreamFollower;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Goes through streams on one replica at a time, in ranges. What is written for a range is
 * committed together with how far it has come: it happens once, whatever becomes of replicas.
 */
@Component
class StreamWalk {
    /** Positions read at once: an event has at most 64 KiB. */
    private static final long RANGE = 250;

    private final ProgressRepository progress;
    private final Lease lease;
    private final TransactionalOperator transaction;
    private final WaitingPushes waiting;
    private final MeterRegistry meters;

    StreamWalk(
            ProgressRepository progress,
            Lease lease,
            TransactionalOperator transaction,
            WaitingPushes waiting,
            MeterRegistry meters) {
        this.progress = progress;
        this.lease = lease;
        this.transaction = transaction;
        this.waiting = waiting;
        this.meters = meters;
    }

    /**
     * A stream.
     *
     * @param caughtUp reads everything that is committed
     * @param hints when there may be more
     */
    record Stream(String name, Mono<Void> caughtUp, Mono<Long> position, Flux<?> hints) {}

    /** What is done with a range. */
    @FunctionalInterface
    interface Step {
        /**
         * Reads what is needed, and answers with what is to be written: whether pushers wait for
         * something then.
         */
        Mono<Mono<Boolean>> take(long from, long to);
    }

    /** Begins where it was left; the first time ever, with what comes from now on. */
    Disposable begin(Stream stream, Step step) {
        AtomicLong behind = new AtomicLong();
        meters.gauge("ganglion.push." + stream.name() + ".behind", behind);
        Mono<Long> beginning =
                stream.caughtUp()
                        .then(stream.position())
                        .flatMap(now -> progress.get(stream.name(), now));
        return StreamFollower.whileHeld(
                lease,
                "push-" + stream.name(),
                beginning,
                from ->
                        StreamFollower.of("Push of " + stream.name(), stream.position())
                                .from(from)
                                .hints(stream.hints(), () -> false)
                                .follow((_, upTo) -> read(stream, step, upTo, behind)),
                () -> behind.set(0));
    }

    /** A long range is given again after a while: what was read of it is known to the table. */
    private Mono<Void> read(Stream stream, Step step, long upTo, AtomicLong behind) {
        return progress.get(stream.name(), upTo)
                .flatMap(from -> readOn(stream, step, from, upTo, behind));
    }

    private Mono<Void> readOn(Stream stream, Step step, long from, long upTo, AtomicLong behind) {
        behind.set(Math.max(0, upTo - from));
        if (from >= upTo) {
            return Mono.empty();
        }
        long to = Math.min(upTo, from + RANGE);
        return step.take(from, to)
                .flatMap(
                        writing ->
                                progress.advance(stream.name(), from, to)
                                        .then(writing)
                                        .as(transaction::transactional))
                .doOnNext(this::announce)
                .then(Mono.defer(() -> readOn(stream, step, to, upTo, behind)));
    }

    /** After the commit: before it there is nothing to be seen. */
    private void announce(boolean isWaiting) {
        if (isWaiting) {
            waiting.announce();
        }
    }
}
