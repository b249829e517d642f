package dev.ganglion.service.bus;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The two connections to Redis, one to publish and one to listen. The first attempt is repeated
 * until it succeeds; from then on the driver reconnects and subscribes again.
 */
final class RedisLink {
    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
    private static final RedisCodec<String, byte[]> CODEC =
            RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_UNANSWERED = 10_000;

    private final RedisClient client;
    private final RedisURI uri;
    private final Set<String> channels = ConcurrentHashMap.newKeySet();
    private final Disposable.Composite attempts = Disposables.composite();

    private volatile @Nullable StatefulRedisConnection<String, byte[]> publisher;
    private volatile @Nullable StatefulRedisPubSubConnection<String, byte[]> subscriber;

    RedisLink(ClientResources resources, String url) {
        this.uri = RedisURI.create(url);
        uri.setTimeout(TIMEOUT);
        this.client = RedisClient.create(resources, uri);
        client.setOptions(options());
    }

    /** Commands fail at once while Redis is away, and a dead peer is noticed by keep-alives. */
    private static ClientOptions options() {
        var keepAlive =
                SocketOptions.KeepAliveOptions.builder()
                        .enable()
                        .idle(Duration.ofSeconds(5))
                        .interval(Duration.ofSeconds(2))
                        .count(2)
                        .build();
        return ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_UNANSWERED)
                .socketOptions(
                        SocketOptions.builder()
                                .connectTimeout(TIMEOUT)
                                .keepAlive(keepAlive)
                                .build())
                .build();
    }

    void open(RedisPubSubListener<String, byte[]> listener) {
        attempt(() -> client.connectAsync(CODEC, uri), opened -> publisher = opened);
        attempt(
                () -> client.connectPubSubAsync(CODEC, uri),
                opened -> {
                    opened.addListener(listener);
                    subscriber = opened;
                    channels.forEach(name -> subscribe(opened, name));
                });
    }

    private <C> void attempt(Supplier<CompletionStage<C>> connect, Consumer<C> whenOpen) {
        attempts.add(
                Mono.fromCompletionStage(connect)
                        .doOnError(e -> log.warn("Redis does not answer: {}", e.getMessage()))
                        .retryWhen(
                                Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
                                        .maxBackoff(Duration.ofSeconds(1)))
                        .subscribe(whenOpen));
    }

    void subscribe(String name) {
        channels.add(name);
        var opened = subscriber;
        if (opened != null) {
            subscribe(opened, name);
        }
    }

    /** Subscribing twice, as two threads might, does no harm. */
    private static void subscribe(
            StatefulRedisPubSubConnection<String, byte[]> opened, String name) {
        opened.async()
                .subscribe(name)
                .exceptionally(
                        failure -> {
                            log.debug("Subscribed to {} with the next connection", name, failure);
                            return null;
                        });
    }

    /** Fails when the message is lost, at once or when the connection breaks under way. */
    CompletionStage<?> publish(String name, byte[] message) {
        var opened = publisher;
        return opened == null || !opened.isOpen()
                ? CompletableFuture.failedStage(new IllegalStateException("Not connected"))
                : opened.async().publish(name, message);
    }

    boolean isPublishing() {
        var opened = publisher;
        return opened != null && opened.isOpen();
    }

    boolean isOpen() {
        var opened = subscriber;
        return opened != null && opened.isOpen();
    }

    void close() {
        attempts.dispose();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
}
