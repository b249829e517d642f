package dev.ganglion.auth.ephemeral;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.bus.BusProperties;
import dev.ganglion.service.redis.RedisConnection;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.resource.ClientResources;

import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Keys with values that expire, behind the prefix {@code ganglion:}. One connection, made in the
 * background and made again by itself; while there is none, everything fails soon with a status
 * 503.
 */
@Component
public class EphemeralStore implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(EphemeralStore.class);

    /** For the first connection, and for an answer. */
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final String prefix;
    private final RedisConnection redis;

    EphemeralStore(ClientResources resources, BusProperties properties) {
        this.prefix = properties.prefix();
        this.redis = new RedisConnection(resources, properties.url(), "what takes several steps");
    }

    /** Empty when there is no such key, or not any more. */
    public Mono<String> find(String key) {
        return run(commands -> commands.get(prefix + key)).next();
    }

    public Mono<Void> put(String key, String value, Duration lifetime) {
        return run(commands ->
                        commands.set(prefix + key, value, SetArgs.Builder.px(lifetime.toMillis())))
                .then();
    }

    /** The value of a key that is gone with that: of many who take it at once, one gets it. */
    public Mono<String> take(String key) {
        return run(commands -> commands.getdel(prefix + key)).next();
    }

    /** Whether the key was there: of many who delete it at once, one hears yes. */
    public Mono<Boolean> delete(String key) {
        return run(commands -> commands.del(prefix + key)).next().map(deleted -> deleted > 0);
    }

    /** Runs a Lua script that answers a list of integers. */
    public Mono<List<Long>> count(String script, List<String> keys, String argument) {
        String[] names = keys.stream().map(prefix::concat).toArray(String[]::new);
        return this.<List<Long>>run(
                        commands ->
                                commands.<List<Long>>eval(
                                        script, ScriptOutputType.MULTI, names, argument))
                .next();
    }

    @Override
    public void destroy() {
        redis.close();
    }

    private <T> Flux<T> run(
            Function<RedisReactiveCommands<String, String>, ? extends Publisher<T>> command) {
        return redis.first()
                .map(StatefulRedisConnection::reactive)
                .flatMapMany(command)
                .timeout(PATIENCE)
                .onErrorMap(EphemeralStore::away);
    }

    private static Throwable away(Throwable failure) {
        log.debug("Redis is away", failure);
        return MatrixException.unavailable("The server is busy or restarting: try again");
    }
}
