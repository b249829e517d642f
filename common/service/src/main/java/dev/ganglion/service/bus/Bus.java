package dev.ganglion.service.bus;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes and receives hints. One permanent subscription for the whole process feeds all
 * listeners; it comes back by itself after a loss. Thread-safe.
 */
public final class Bus implements AutoCloseable {
    /** A listener that falls behind further than this loses the oldest messages. */
    private static final int MAX_BEHIND = 10_000;

    private final RedisLink link;
    private final String prefix;
    private final Map<String, Sinks.Many<byte[]>> listeners = new ConcurrentHashMap<>();
    private final Sinks.Many<Channel> reconnections = Sinks.many().multicast().directBestEffort();
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
    }

    /**
     * Sends a message to whoever listens anywhere, this process included. Never waits and never
     * fails: while Redis is away the message is lost.
     */
    public void publish(Channel channel, byte[] message) {
        if (link.publish(prefix + channel.name(), message)) {
            published.increment();
        } else {
            dropped.increment();
        }
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

    /** Whether messages arrive at the moment, as far as is known. */
    public boolean isConnected() {
        return link.isOpen();
    }

    @Override
    public void close() {
        link.close();
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
