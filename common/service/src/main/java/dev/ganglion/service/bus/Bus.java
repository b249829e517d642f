package dev.ganglion.service.bus;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;

import reactor.core.Disposable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes and receives hints. One permanent subscription for the whole process feeds all
 * listeners; it comes back by itself after a loss. Thread-safe.
 */
public final class Bus implements AutoCloseable {
    /** A listener that falls behind further than this loses the oldest messages. */
    private static final int MAX_BEHIND = 10_000;

    private static final Duration BETWEEN_LOOKS_FOR_LOSSES = Duration.ofMillis(250);

    private final RedisLink link;
    private final String prefix;
    private final Map<String, Sinks.Many<byte[]>> listeners = new ConcurrentHashMap<>();
    private final Sinks.Many<Channel> reconnections = Sinks.many().multicast().directBestEffort();
    private final Set<Channel> lossy = ConcurrentHashMap.newKeySet();
    private final Sinks.Many<Channel> losses = Sinks.many().multicast().directBestEffort();
    private final Disposable lookingForLosses;
    private final Counter published;
    private final Counter dropped;
    private final Counter received;

    Bus(RedisLink link, String prefix, MeterRegistry meters) {
        this.link = link;
        this.prefix = prefix;
        this.published = meters.counter("ganglion.bus.published.messages");
        this.dropped = meters.counter("ganglion.bus.dropped.messages");
        this.received = meters.counter("ganglion.bus.received.messages");
        Gauge.builder("ganglion.bus.connected", link, open -> open.isOpen() ? 1 : 0)
                .register(meters);
        link.open(new Receiver());
        this.lookingForLosses =
                Flux.interval(BETWEEN_LOOKS_FOR_LOSSES)
                        .onBackpressureDrop()
                        .filter(_ -> link.isPublishing())
                        .subscribe(_ -> announceLosses());
    }

    /**
     * Sends a message to whoever listens anywhere, this process included. Never waits and never
     * fails: while Redis is away the message is lost, and {@link #losses()} says so afterwards.
     */
    public void publish(Channel channel, byte[] message) {
        link.publish(prefix + channel.name(), message)
                .whenComplete((_, failure) -> count(channel, failure));
    }

    /**
     * All messages of a channel from now on; it never ends or fails. The listener is called on the
     * thread that reads from Redis and must not hold it up.
     */
    public Flux<byte[]> messages(Channel channel) {
        String name = prefix + channel.name();
        return listeners
                .computeIfAbsent(name, this::listen)
                .asFlux()
                .onBackpressureBuffer(
                        MAX_BEHIND, _ -> dropped.increment(), BufferOverflowStrategy.DROP_OLDEST);
    }

    /**
     * A channel each time that listening to it begins, at first and after each loss of the
     * connection: what was published before may have been missed, what is published from now on
     * will arrive.
     */
    public Flux<Channel> reconnections() {
        return reconnections.asFlux().onBackpressureBuffer(MAX_BEHIND);
    }

    /**
     * A channel each time that messages can be published again after some of this process were lost
     * on it. Listeners elsewhere may not have noticed: their own connection may have held.
     */
    public Flux<Channel> losses() {
        return losses.asFlux().onBackpressureBuffer(MAX_BEHIND);
    }

    /** Whether messages arrive at the moment, as far as is known. */
    public boolean isConnected() {
        return link.isOpen();
    }

    @Override
    public void close() {
        lookingForLosses.dispose();
        link.close();
    }

    private void count(Channel channel, @Nullable Throwable failure) {
        if (failure == null) {
            published.increment();
        } else {
            dropped.increment();
            lossy.add(channel);
        }
    }

    /** A message that is lost after its channel was taken out puts it in again. */
    private void announceLosses() {
        for (Channel channel : Set.copyOf(lossy)) {
            lossy.remove(channel);
            losses.emitNext(channel, Sinks.EmitFailureHandler.FAIL_FAST);
        }
    }

    private Sinks.Many<byte[]> listen(String name) {
        link.subscribe(name);
        return Sinks.many().multicast().directBestEffort();
    }

    /** Called by the one thread of the subscription. */
    private final class Receiver extends RedisPubSubAdapter<String, byte[]> {
        @Override
        public void message(String name, byte[] message) {
            received.increment();
            Sinks.Many<byte[]> sink = listeners.get(name);
            if (sink != null) {
                sink.emitNext(message, Sinks.EmitFailureHandler.FAIL_FAST);
            }
        }

        @Override
        public void subscribed(String name, long count) {
            Channel channel = new Channel(name.substring(prefix.length()));
            reconnections.emitNext(channel, Sinks.EmitFailureHandler.FAIL_FAST);
        }
    }
}
