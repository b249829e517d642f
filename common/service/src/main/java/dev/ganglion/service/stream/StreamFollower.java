package dev.ganglion.service.stream;

import dev.ganglion.service.lease.Lease;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Follows a stream: at every hint, and every so often without any, it reads how far the stream has
 * come and hands the new range to its reader, in order and one range at a time. A failed range is
 * tried again at the next occasion, so that nothing is left out; losing all hints costs time only.
 */
public final class StreamFollower implements Disposable {
    private static final Logger log = LoggerFactory.getLogger(StreamFollower.class);
    private static final Duration TICK = Duration.ofMillis(250);

    /** A connection that hangs is given up, and another one tried. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A range is read again after this long: reading one twice must do no harm. */
    private static final Duration READING = Duration.ofSeconds(30);

    /** With hints arriving, every fourth tick is enough. */
    private static final int TICKS_WITH_HINTS = 4;

    private final String name;
    private final Mono<Long> maximum;
    private final RangeReader reader;
    private final Disposable following;

    private volatile long position;

    /** What is done with each new range. */
    @FunctionalInterface
    public interface RangeReader {
        /**
         * Reads what lies after {@code from}, up to and including {@code to}. A range that fails or
         * takes longer than half a minute is given again.
         */
        Mono<Void> read(long from, long to);
    }

    private StreamFollower(Builder settings) {
        this.name = settings.name;
        this.maximum = settings.maximum;
        this.reader = settings.reader;
        this.position = settings.from;
        this.following =
                Flux.merge(settings.hints.map(_ -> 0L), ticks(settings.hintsArrive))
                        .onBackpressureLatest()
                        .concatMap(_ -> advance(), 1)
                        .subscribe();
    }

    /**
     * Begins to describe a follower.
     *
     * @param name for the log
     * @param maximum the stream's last committed position; asked again and again
     */
    public static Builder of(String name, Mono<Long> maximum) {
        return new Builder(name, maximum);
    }

    /**
     * Follows on one replica at a time, the one that holds the lease of this name, until what is
     * returned is disposed.
     *
     * @param from where to begin, asked whenever a replica gets the lease
     * @param following starts it there
     * @param whenLeft is done whenever this replica follows no more
     */
    public static Disposable whileHeld(
            Lease lease,
            String name,
            Mono<Long> from,
            Function<Long, StreamFollower> following,
            Runnable whenLeft) {
        Mono<Void> held =
                from.flatMap(
                        position ->
                                Mono.using(
                                        () -> following.apply(position),
                                        _ -> Mono.never(),
                                        StreamFollower::dispose));
        return lease.whileHeld(name, held.doFinally(_ -> whenLeft.run()));
    }

    /** Everything up to here has been read. */
    public long position() {
        return position;
    }

    @Override
    public void dispose() {
        following.dispose();
    }

    @Override
    public boolean isDisposed() {
        return following.isDisposed();
    }

    private static Flux<Long> ticks(BooleanSupplier hintsArrive) {
        return Flux.interval(Duration.ZERO, TICK)
                .onBackpressureDrop()
                .filter(tick -> tick % TICKS_WITH_HINTS == 0 || !hintsArrive.getAsBoolean());
    }

    private Mono<Void> advance() {
        return maximum.timeout(PATIENCE)
                .flatMap(this::readUpTo)
                .onErrorResume(
                        failure -> {
                            log.warn("{} waits at {}: {}", name, position, failure.toString());
                            return Mono.empty();
                        });
    }

    /** A maximum below the position is a restored database: nothing to read until it grows. */
    private Mono<Void> readUpTo(long to) {
        long from = position;
        if (to <= from) {
            return Mono.empty();
        }
        return reader.read(from, to).timeout(READING).doOnSuccess(_ -> position = to);
    }

    /** How a follower is described. */
    public static final class Builder {
        private final String name;
        private final Mono<Long> maximum;
        private Flux<?> hints = Flux.never();
        private BooleanSupplier hintsArrive = () -> false;
        private RangeReader reader = (_, _) -> Mono.empty();
        private long from;

        private Builder(String name, Mono<Long> maximum) {
            this.name = name;
            this.maximum = maximum;
        }

        /**
         * When to look besides the timer.
         *
         * @param arrive whether hints come through at present: if so the timer slows down from a
         *     quarter of a second to one second
         */
        public Builder hints(Flux<?> signals, BooleanSupplier arrive) {
            this.hints = signals;
            this.hintsArrive = arrive;
            return this;
        }

        /** Begins after this position instead of at the start of the stream. */
        public Builder from(long position) {
            this.from = position;
            return this;
        }

        /** Starts it: ranges go to this reader until the follower is disposed. */
        public StreamFollower follow(RangeReader ranges) {
            this.reader = ranges;
            return new StreamFollower(this);
        }
    }
}
