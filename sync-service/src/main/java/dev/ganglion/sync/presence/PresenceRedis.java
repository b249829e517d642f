package dev.ganglion.sync.presence;

import dev.ganglion.service.bus.BusProperties;
import dev.ganglion.service.redis.RedisConnection;

import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.resource.ClientResources;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** The connection to Redis; none while presence is off. */
@Component
class PresenceRedis implements DisposableBean {
    private final Optional<RedisConnection> connection;

    PresenceRedis(ClientResources resources, BusProperties bus, PresenceProperties properties) {
        this.connection =
                properties.enabled()
                        ? Optional.of(new RedisConnection(resources, bus.url(), "presence"))
                        : Optional.empty();
    }

    /** {@link Away} while there is no connection. */
    Mono<RedisReactiveCommands<String, String>> commands() {
        return Mono.defer(
                () ->
                        connection
                                .flatMap(RedisConnection::find)
                                .map(open -> Mono.just(open.reactive()))
                                .orElseGet(() -> Mono.error(new Away())));
    }

    @Override
    public void destroy() {
        connection.ifPresent(RedisConnection::close);
    }

    /** There is no connection to Redis. */
    static final class Away extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Away() {
            super("Redis is not available for presence", null, false, false);
        }
    }
}
