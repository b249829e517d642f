package dev.ganglion.benchmark.floor;

import dev.ganglion.benchmark.client.Homeserver;

import reactor.core.publisher.Flux;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests a second an endpoint answers that does nothing, with a fixed number of requests
 * under way.
 */
public final class EmptyRequestFloor {
    private static final int UNDER_WAY = 64;

    private final String what;
    private final URI url;
    private final Duration length;

    public EmptyRequestFloor(String what, URI url, Duration length) {
        this.what = what;
        this.url = url;
        this.length = length;
    }

    public FloorRate measure() {
        Homeserver server = new Homeserver(url.resolve("/"), UNDER_WAY);
        LongAdder answered = new LongAdder();
        long start = System.nanoTime();
        Flux.range(0, UNDER_WAY)
                .flatMap(
                        lane ->
                                server.empty(url.getRawPath())
                                        .doOnSuccess(done -> answered.increment())
                                        .repeat(() -> System.nanoTime() - start < length.toNanos()),
                        UNDER_WAY)
                .blockLast();
        return new FloorRate(what, answered.sum() / ((System.nanoTime() - start) / 1e9));
    }
}
