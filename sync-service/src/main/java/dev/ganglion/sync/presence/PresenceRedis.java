package dev.ganglion.sync.presence;

import dev.ganglion.service.bus.BusProperties;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The connection to Redis; it connects itself again and never queues. None while presence is off.
 */
@Component
class PresenceRedis implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(PresenceRedis.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final RedisClient client;
    private final AtomicReference<Optional<StatefulRedisConnection<String, String>>> connection =
            new AtomicReference<>(Optional.empty());
    private final Disposable connecting;

    PresenceRedis(ClientResources resources, BusProperties bus, PresenceProperties properties) {
        this.client = RedisClient.create(resources);
        client.setOptions(
                ClientOptions.builder()
                        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                        .socketOptions(
                                SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
                        .build());
        this.connecting =
                properties.enabled() ? connect(RedisURI.create(bus.url())) : Disposables.disposed();
    }

    /** {@link Away} while there is no connection. */
    Mono<RedisReactiveCommands<String, String>> commands() {
        return Mono.defer(
                () ->
                        connection
                                .get()
                                .filter(StatefulRedisConnection::isOpen)
                                .map(open -> Mono.just(open.reactive()))
                                .orElseGet(() -> Mono.error(new Away())));
    }

    @Override
    public void destroy() {
        connecting.dispose();
        client.close();
    }

    /** Until there is a first connection; after that the connection keeps itself up. */
    private Disposable connect(RedisURI uri) {
        return Mono.fromCompletionStage(() -> client.connectAsync(StringCodec.UTF8, uri))
                .doOnError(failure -> log.warn("No Redis for presence yet: {}", failure.toString()))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RETRY))
                .subscribe(connected -> connection.set(Optional.of(connected)));
    }

    /** There is no connection to Redis. */
    static final class Away extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Away() {
            super("Redis is not available for presence", null, false, false);
        }
    }
}
