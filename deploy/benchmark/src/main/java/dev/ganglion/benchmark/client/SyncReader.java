package dev.ganglion.benchmark.client;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * One client that syncs for as long as it is open, handing on every timeline event in the order it
 * arrives.
 */
public final class SyncReader implements AutoCloseable {
    private static final Duration LONG_POLL = Duration.ofSeconds(30);

    private final Homeserver server;
    private final Account account;
    private final Consumer<Delivered> deliveries;
    private final Disposable loop;
    private String since;

    /**
     * An event as it arrived on a timeline; {@code nanos} is {@link System#nanoTime} at its
     * arrival.
     */
    public record Delivered(String roomId, String eventId, long nanos) {}

    /**
     * Starts to sync at once.
     *
     * @param since where to start, from a sync that this reader does not report
     */
    public SyncReader(
            Homeserver server, Account account, String since, Consumer<Delivered> deliveries) {
        this.server = server;
        this.account = account;
        this.since = since;
        this.deliveries = deliveries;
        this.loop = Mono.defer(this::poll).repeat().subscribe(next -> {}, failure -> {});
    }

    @Override
    public void close() {
        loop.dispose();
    }

    private Mono<JsonNode> poll() {
        return server.sync(account, since, LONG_POLL)
                .doOnNext(this::read)
                .retryWhen(
                        reactor.util.retry.Retry.fixedDelay(
                                Long.MAX_VALUE, Duration.ofMillis(100)));
    }

    private void read(JsonNode answer) {
        long now = System.nanoTime();
        for (var room : answer.path("rooms").path("join").properties()) {
            for (JsonNode event : room.getValue().path("timeline").path("events")) {
                deliveries.accept(
                        new Delivered(room.getKey(), event.path("event_id").asString(), now));
            }
        }
        since = answer.path("next_batch").asString();
    }
}
