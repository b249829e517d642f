package dev.ganglion.sync.ring;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * One stream, followed: its latest entries in memory, listeners for new ones, and a way to wait for
 * a position. However many ask it to catch up at once, one read runs at a time, and each is
 * answered by a read that began after it asked.
 */
public final class FollowedStream<T> {
    /** Longer than any statement may take: a read whose end got lost does not stop all others. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(20);

    private final StreamSource<T> source;
    private final RingLimits limits;
    private final List<Consumer<List<T>>> listeners = new ArrayList<>();
    private final List<MonoSink<Void>> waiting = new ArrayList<>();
    private boolean isReading;
    private @Nullable Ring<T> ring;

    /**
     * @param limits how much stays in memory
     */
    public FollowedStream(StreamSource<T> source, RingLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    /**
     * Tells of every batch, before the position moves on to it for anybody else. Only while the
     * service is set up.
     */
    public synchronized void onAppend(Consumer<List<T>> listener) {
        listeners.add(listener);
    }

    /** Up to where the stream has been read; 0 before the first read. */
    public synchronized long position() {
        return ring == null ? 0 : ring.position();
    }

    /**
     * The entries above {@code after}, up to and including {@code upTo}, if all of them are in
     * memory.
     */
    public synchronized Optional<List<T>> between(long after, long upTo) {
        return ring == null || after < ring.floor()
                ? Optional.empty()
                : Optional.of(ring.between(after, upTo));
    }

    /** Runs at one position: nothing is appended meanwhile. Nothing in it may wait. */
    public synchronized <R> R at(LongFunction<R> work) {
        return work.apply(position());
    }

    /**
     * Catches up if need be. False when the stream has not got that far: then nobody was ever told
     * that position.
     */
    public Mono<Boolean> reach(long position) {
        return Mono.defer(
                () ->
                        isReached(position)
                                ? Mono.just(true)
                                : catchUp().then(Mono.fromCallable(() -> isReached(position))));
    }

    /** Reads everything that is committed now. */
    public Mono<Void> catchUp() {
        return Mono.create(
                sink -> {
                    synchronized (this) {
                        waiting.add(sink);
                    }
                    readIfIdle();
                });
    }

    /** The entries in memory with any of these names. */
    synchronized List<T> named(Collection<String> names) {
        return ring == null ? List.of() : ring.named(names);
    }

    /** Each stands from now on where the entry of its position stood, if that is in memory. */
    synchronized void replace(List<T> fresh) {
        if (ring != null) {
            ring.replace(fresh);
        }
    }

    /** Where the entries in memory stand. */
    synchronized List<Long> positions() {
        return ring == null
                ? List.of()
                : ring.between(ring.floor(), Long.MAX_VALUE).stream()
                        .map(source::positionOf)
                        .toList();
    }

    /** Nobody is given the entries at these positions any more. */
    synchronized void remove(Set<Long> gone) {
        if (ring != null && !gone.isEmpty()) {
            ring.remove(gone);
        }
    }

    private synchronized boolean isReached(long position) {
        return ring != null && ring.position() >= position;
    }

    private void readIfIdle() {
        List<MonoSink<Void>> served;
        synchronized (this) {
            if (isReading || waiting.isEmpty()) {
                return;
            }
            isReading = true;
            served = List.copyOf(waiting);
            waiting.clear();
        }
        read().timeout(LONGEST_READ)
                .subscribe(
                        done -> {},
                        failure -> finish(served, sink -> sink.error(failure)),
                        () -> finish(served, MonoSink::success));
    }

    private void finish(List<MonoSink<Void>> served, Consumer<MonoSink<Void>> how) {
        synchronized (this) {
            isReading = false;
        }
        served.forEach(how);
        readIfIdle();
    }

    private Mono<Void> read() {
        return Mono.defer(() -> ring == null ? start() : readBatch());
    }

    private Mono<Void> start() {
        return source.lastPosition()
                .doOnNext(
                        position -> {
                            synchronized (this) {
                                ring =
                                        new Ring<>(
                                                limits,
                                                source::positionOf,
                                                source::weightOf,
                                                source::namesOf,
                                                position);
                            }
                        })
                .then();
    }

    private Mono<Void> readBatch() {
        int limit = source.batchSize();
        return source.after(position(), limit)
                .doOnNext(this::append)
                .flatMap(entries -> entries.size() < limit ? Mono.empty() : readBatch());
    }

    private synchronized void append(List<T> entries) {
        if (ring != null && !entries.isEmpty()) {
            ring.append(entries);
            listeners.forEach(listener -> listener.accept(entries));
        }
    }
}
