package dev.ganglion.gateway.limit;

import dev.ganglion.service.bus.BusProperties;
import dev.ganglion.service.redis.RedisConnection;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.resource.ClientResources;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The buckets in Redis, taken from by one script so that gateways never grant the same token twice.
 * After a failure Redis is left alone for a second, so that not every request waits for it.
 */
@Component
class SharedBuckets implements DisposableBean {
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final long PAUSE_MILLIS = 1_000;

    private final RedisConnection redis;
    private final InstantSource clock;
    private final String script;
    private final String digest;
    private volatile long pausedUntil;

    SharedBuckets(ClientResources resources, BusProperties bus, InstantSource clock) {
        this.redis = new RedisConnection(resources, bus.url(), "rate limits");
        this.clock = clock;
        this.script = script();
        this.digest = Base16.digest(script.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * One grant per demand, or {@link Unavailable}. All buckets grant, or nothing is taken of any:
     * then the grants say which of them refuse.
     */
    Mono<List<Grant>> take(List<Demand> demands) {
        return redis.find()
                .filter(connection -> clock.millis() >= pausedUntil)
                .map(connection -> run(connection, demands))
                .orElseGet(() -> Mono.error(new Unavailable()));
    }

    /** Whether there is a connection. */
    boolean isConnected() {
        return redis.find().isPresent();
    }

    @Override
    public void destroy() {
        redis.close();
    }

    private Mono<List<Grant>> run(
            StatefulRedisConnection<String, String> connection, List<Demand> demands) {
        RedisReactiveCommands<String, String> commands = connection.reactive();
        String[] keys =
                demands.stream().map(demand -> demand.bucket().redisKey()).toArray(String[]::new);
        String[] arguments =
                demands.stream().flatMap(SharedBuckets::arguments).toArray(String[]::new);
        Flux<Object> answer =
                commands.<Object>evalsha(digest, ScriptOutputType.MULTI, keys, arguments)
                        .onErrorResume(
                                RedisNoScriptException.class,
                                _ ->
                                        commands.eval(
                                                script, ScriptOutputType.MULTI, keys, arguments));
        return answer.collectList()
                .timeout(PATIENCE)
                .map(SharedBuckets::grants)
                .onErrorMap(this::unavailable);
    }

    private Unavailable unavailable(Throwable failure) {
        pausedUntil = clock.millis() + PAUSE_MILLIS;
        return new Unavailable();
    }

    private static Stream<String> arguments(Demand demand) {
        Allowance allowance = demand.allowance();
        return Stream.of(
                String.format(Locale.ROOT, "%.6f", allowance.perSecond()),
                Integer.toString(allowance.burst()),
                Integer.toString(demand.wanted()));
    }

    private static List<Grant> grants(List<Object> answer) {
        List<?> numbers =
                answer.size() == 1 && answer.getFirst() instanceof List<?> list ? list : answer;
        List<Grant> grants = new ArrayList<>(numbers.size() / 2);
        for (int i = 0; i < numbers.size(); i += 2) {
            int tokens = ((Number) numbers.get(i)).intValue();
            grants.add(grant(tokens, ((Number) numbers.get(i + 1)).longValue()));
        }
        return grants;
    }

    /** As the script says it: no tokens and nothing to wait for is a bucket left untouched. */
    private static Grant grant(int tokens, long retryAfterMillis) {
        if (tokens > 0) {
            return new Grant.Taken(tokens);
        }
        return retryAfterMillis > 0
                ? new Grant.Refused(Duration.ofMillis(retryAfterMillis))
                : new Grant.Untouched();
    }

    private static String script() {
        try {
            return new ClassPathResource("take.lua", SharedBuckets.class)
                    .getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Redis did not answer. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable() {
            super("Redis is not available for rate limits", null, false, false);
        }
    }
}
