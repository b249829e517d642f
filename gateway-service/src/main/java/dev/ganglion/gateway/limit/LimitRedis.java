package dev.ganglion.gateway.limit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The one Redis connection of the rate limits; it connects itself again and never queues. */
@Component
class LimitRedis implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(LimitRedis.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final RedisClient client;
    private final AtomicReference<Optional<StatefulRedisConnection<String, String>>> connection =
            new AtomicReference<>(Optional.empty());
    private final Disposable connecting;

    LimitRedis(ClientResources resources, @Value("${ganglion.redis.url}") String url) {
        this.client = RedisClient.create(resources);
        client.setOptions(
                ClientOptions.builder()
                        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                        .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).build())
                        .build());
        this.connecting = connect(RedisURI.create(url));
    }

    /** Empty while Redis is away. */
    Optional<StatefulRedisConnection<String, String>> connection() {
        return connection.get().filter(StatefulRedisConnection::isOpen);
    }

    @Override
    public void destroy() {
        connecting.dispose();
        client.close();
    }

    /** Until there is a first connection; after that the connection keeps itself up. */
    private Disposable connect(RedisURI uri) {
        return Mono.fromCompletionStage(() -> client.connectAsync(StringCodec.UTF8, uri))
                .doOnError(
                        failure -> log.warn("No Redis for rate limits yet: {}", failure.toString()))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RETRY))
                .subscribe(connected -> connection.set(Optional.of(connected)));
    }
}
