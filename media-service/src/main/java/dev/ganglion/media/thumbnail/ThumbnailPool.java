package dev.ganglion.media.thumbnail;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A few threads and a short queue: pictures may be slow, but only for each other. */
@Component
class ThumbnailPool implements DisposableBean {
    private final ThreadPoolExecutor threads;
    private final Scheduler scheduler;
    private final Duration timeout;

    ThumbnailPool(ThumbnailProperties limits) {
        this.threads =
                new ThreadPoolExecutor(
                        limits.threads(),
                        limits.threads(),
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(limits.queue()),
                        Thread.ofPlatform().daemon().name("media-thumbnail-", 0).factory());
        this.scheduler = Schedulers.fromExecutorService(threads);
        this.timeout = limits.timeout();
    }

    /**
     * Runs the work, which is told when half the time is over, so that it can give up by itself.
     */
    <T> Mono<T> run(Function<BooleanSupplier, Optional<T>> work) {
        return Mono.fromCallable(() -> work.apply(lateAfter(timeout.dividedBy(2))))
                .subscribeOn(scheduler)
                .timeout(timeout)
                .onErrorMap(RejectedExecutionException.class, _ -> busy())
                .onErrorMap(TimeoutException.class, _ -> busy())
                .flatMap(Mono::justOrEmpty);
    }

    private static BooleanSupplier lateAfter(Duration budget) {
        long start = System.nanoTime();
        return () -> System.nanoTime() - start > budget.toNanos();
    }

    private static MatrixException busy() {
        return MatrixException.unavailable("Too many thumbnails are being made: try again later");
    }

    @Override
    public void destroy() {
        scheduler.dispose();
        threads.shutdownNow();
    }
}
