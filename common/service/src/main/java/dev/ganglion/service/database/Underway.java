package dev.ganglion.service.database;

import org.reactivestreams.Publisher;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a connection was asked and has not answered in full. */
final class Underway {
    private final AtomicInteger count = new AtomicInteger();
    private volatile Sinks.Empty<Void> quiet = Sinks.empty();

    /** The same, counted from when somebody asks for it to its end; nobody may cancel it. */
    <T> Flux<T> counted(Publisher<T> asked) {
        return Flux.from(asked).doFirst(count::incrementAndGet).doOnTerminate(this::end);
    }

    private void end() {
        if (count.decrementAndGet() == 0) {
            quiet.tryEmitEmpty();
        }
    }

    /**
     * Completes when nothing is under way, and fails when that takes too long. Only when nobody
     * asks the connection any more.
     */
    Mono<Void> untilQuiet(Duration patience) {
        return Mono.defer(
                () -> {
                    Sinks.Empty<Void> sink = Sinks.empty();
                    quiet = sink;
                    return count.get() == 0 ? Mono.empty() : sink.asMono().timeout(patience);
                });
    }
}
