package dev.ganglion.service.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A connection to Redis that is made in the background and keeps itself up from then on. Commands
 * are never queued: they fail at once while it is down.
 */
public final class RedisConnection implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedisConnection.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final RedisClient client;
    private final AtomicReference<Optional<StatefulRedisConnection<String, String>>> made =
            new AtomicReference<>(Optional.empty());
    private final Sinks.One<StatefulRedisConnection<String, String>> first = Sinks.one();
    private final Disposable connecting;
    private volatile boolean isClosed;

    /**
     * Begins to connect.
     *
     * @param purpose what needs it, as the log is to say
     */
    public RedisConnection(ClientResources resources, String url, String purpose) {
        this.client = RedisClient.create(resources);
        client.setOptions(
                ClientOptions.builder()
                        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                        .socketOptions(
                                SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
                        .build());
        RedisURI uri = RedisURI.create(url);
        this.connecting =
                Mono.fromCompletionStage(() -> connect(uri))
                        .doOnError(
                                failure ->
                                        log.warn(
                                                "No Redis yet for {}: {}",
                                                purpose,
                                                failure.toString()))
                        .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RETRY))
                        .subscribe(this::isMade);
    }

    /** Nobody takes what is connected after this was closed. */
    private CompletionStage<StatefulRedisConnection<String, String>> connect(RedisURI uri) {
        return client.connectAsync(StringCodec.UTF8, uri)
                .whenComplete(
                        (connection, _) -> {
                            if (connection != null && isClosed) {
                                var _ = connection.closeAsync();
                            }
                        });
    }

    private void isMade(StatefulRedisConnection<String, String> connection) {
        made.set(Optional.of(connection));
        first.tryEmitValue(connection);
    }

    /** Empty while it is down. */
    public Optional<StatefulRedisConnection<String, String>> find() {
        return made.get().filter(StatefulRedisConnection::isOpen);
    }

    /** Once it has been up; it may be down again. */
    public Mono<StatefulRedisConnection<String, String>> first() {
        return first.asMono();
    }

    @Override
    public void close() {
        isClosed = true;
        connecting.dispose();
        client.close();
    }
}
