package dev.ganglion.benchmark.load;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Starts operations at a fixed rate whatever the server does, and records each latency from the
 * moment at which the operation was meant to start: a server that stalls pays for every operation
 * that it kept waiting.
 */
public final class OpenLoop {
    private static final long SPIN_NANOS = 100_000;

    private final double perSecond;
    private final Duration length;

    public OpenLoop(double perSecond, Duration length) {
        this.perSecond = perSecond;
        this.length = length;
    }

    /**
     * What came of the load.
     *
     * @param elapsed until the last operation was answered
     */
    public record Outcome(Latencies latencies, Errors errors, Duration elapsed) {
        public double throughput() {
            return latencies.count() / (elapsed.toNanos() / 1e9);
        }
    }

    /**
     * Starts every operation and waits for all answers.
     *
     * @param operation the operation with that number, counted from 0; runs on the caller's thread
     *     up to its first wait
     */
    public Outcome run(LongFunction<Mono<?>> operation) {
        Latencies latencies = new Latencies();
        Errors errors = new Errors();
        Phaser open = new Phaser(1);
        long interval = (long) (1e9 / perSecond);
        long total = (long) (perSecond * length.toNanos() / 1e9);
        long start = System.nanoTime();
        for (long number = 0; number < total; number++) {
            long intended = start + number * interval;
            waitUntil(intended);
            open.register();
            operation
                    .apply(number)
                    .doFinally(signal -> open.arriveAndDeregister())
                    .subscribe(
                            answer -> {},
                            errors::add,
                            () -> latencies.record(System.nanoTime() - intended));
        }
        open.arriveAndAwaitAdvance();
        return new Outcome(latencies, errors, Duration.ofNanos(System.nanoTime() - start));
    }

    private static void waitUntil(long nanos) {
        long left = nanos - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left > SPIN_NANOS ? left : 0);
            Thread.onSpinWait();
            left = nanos - System.nanoTime();
        }
    }
}
