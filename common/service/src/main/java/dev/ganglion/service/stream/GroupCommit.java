package dev.ganglion.service.stream;

import dev.ganglion.protocol.error.MatrixException;

import io.micrometer.core.instrument.MeterRegistry;

import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Collects the writes that arrive while a batch is in flight and sends them together as the next
 * one: many writes share one transaction and one wait for the disk. An idle writer waits for
 * nobody. Thread-safe; a write may still be committed after its caller has gone.
 *
 * @param <W> a write
 * @param <R> what its caller gets when it is committed
 */
public final class GroupCommit<W, R> {
    private final BatchWriter<W, R> writer;
    private final GroupCommitSettings settings;
    private final GroupCommitMeters meters;
    private final Queue<Waiting<W, R>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicBoolean isBusy = new AtomicBoolean();

    /**
     * @param name for the metrics, such as {@code events}
     */
    public GroupCommit(
            String name,
            GroupCommitSettings settings,
            MeterRegistry registry,
            BatchWriter<W, R> writer) {
        this.writer = writer;
        this.settings = settings;
        this.meters = new GroupCommitMeters(name, queued, registry);
    }

    /**
     * Answers when the write is committed. Errors with 503 when too many wait, and with the batch's
     * error when it failed.
     */
    public Mono<R> submit(W write) {
        return Mono.create(sink -> enqueue(new Waiting<>(write, sink)));
    }

    private void enqueue(Waiting<W, R> waiting) {
        if (queued.incrementAndGet() > settings.maxQueued()) {
            queued.decrementAndGet();
            waiting.sink.error(MatrixException.unavailable("The server is busy: try again"));
            return;
        }
        queue.add(waiting);
        sendNext();
    }

    /**
     * Whoever finds the writer idle sends. The queue is looked at once more after the flag is
     * cleared, for a write may have come in between.
     */
    private void sendNext() {
        while (!queue.isEmpty() && isBusy.compareAndSet(false, true)) {
            List<Waiting<W, R>> batch = takeBatch();
            if (batch.isEmpty()) {
                isBusy.set(false);
            } else {
                send(batch);
            }
        }
    }

    /** A write whose caller has gone before it went out is left out. */
    private List<Waiting<W, R>> takeBatch() {
        List<Waiting<W, R>> batch = new ArrayList<>();
        while (batch.size() < settings.maxBatch()) {
            Waiting<W, R> next = queue.poll();
            if (next == null) {
                break;
            }
            queued.decrementAndGet();
            if (!next.isCancelled()) {
                batch.add(next);
            }
        }
        return batch;
    }

    private void send(List<Waiting<W, R>> batch) {
        long start = System.nanoTime();
        new IsolatedBatch<>(writer, settings.timeout())
                .write(batch.stream().map(Waiting::write).toList())
                .doOnTerminate(() -> meters.committed(batch.size(), System.nanoTime() - start))
                .subscribe(
                        outcomes -> finish(batch, outcomes, start),
                        failure -> fail(batch, failure, start));
    }

    /** The next batch is on its way before this one's callers are told. */
    private void finish(List<Waiting<W, R>> batch, List<Outcome<R>> outcomes, long start) {
        releaseInTime(batch.size(), start);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).tell(outcomes.get(i));
        }
    }

    private void fail(List<Waiting<W, R>> batch, Throwable failure, long start) {
        releaseInTime(batch.size(), start);
        batch.forEach(waiting -> waiting.sink.error(failure));
    }

    private void releaseInTime(int writes, long start) {
        long early = settings.paceAfter(writes).toNanos() - (System.nanoTime() - start);
        if (early > 0) {
            Schedulers.parallel().schedule(this::release, early, TimeUnit.NANOSECONDS);
        } else {
            release();
        }
    }

    private void release() {
        isBusy.set(false);
        sendNext();
    }

    private static final class Waiting<W, R> {
        private final W write;
        private final MonoSink<R> sink;
        private volatile boolean isCancelled;

        Waiting(W write, MonoSink<R> sink) {
            this.write = write;
            this.sink = sink;
            sink.onCancel(() -> isCancelled = true);
        }

        W write() {
            return write;
        }

        boolean isCancelled() {
            return isCancelled;
        }

        void tell(Outcome<R> outcome) {
            switch (outcome) {
                case Outcome.Written<R>(R result) -> sink.success(result);
                case Outcome.Refused<R>(Throwable reason) -> sink.error(reason);
            }
        }
    }
}
