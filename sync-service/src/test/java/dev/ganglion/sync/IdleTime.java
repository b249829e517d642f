package dev.ganglion.sync;

import static org.awaitility.Awaitility.await;

import dev.ganglion.service.background.Repetition;
import dev.ganglion.testing.infrastructure.Infrastructure;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * How time passes for a replica: in the database and in Redis by making older what is there, in the
 * replica by a clock of its own, and every repeated piece of work is done at once.
 */
final class IdleTime implements BeanPostProcessor {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration NIGHT = Duration.ofHours(13);
    private static final List<String> AGES =
            List.of(
                    "update sync.sliding_connection set used_at = used_at - interval '12 hours'",
                    "update sync.to_device_transaction set done_at = done_at - interval '12 hours'",
                    "update sync.waiting_push set added_at = added_at - interval '12 hours'",
                    "update sync.digest set sent_at = sent_at - interval '12 hours'",
                    "update sync.pusher set due_at = due_at - interval '12 hours'");

    private volatile Duration ahead = Duration.ZERO;
    private Duration nights = Duration.ZERO;

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        InstantSource now = () -> Instant.now().plus(ahead);
        return bean instanceof Clock ? now.withZone(ZoneOffset.UTC) : bean;
    }

    /** Half a day, after which everything repeated has been done once. */
    void passes(ConfigurableApplicationContext replica) {
        AGES.forEach(sql -> Suite.shared().devices().execute("sync", sql));
        sweeps(replica);
    }

    /**
     * Nobody does anything for so long that all are offline and forgotten. The clock is ahead only
     * while nobody asks for anything, for the tokens of requests follow it too.
     */
    void becomesNight(ConfigurableApplicationContext replica) {
        String prefix = prefix(replica);
        try (RedisClient client = RedisClient.create(Infrastructure.shared().redis().url());
                var connection = client.connect()) {
            RedisCommands<String, String> redis = connection.sync();
            await("all are offline")
                    .atMost(PATIENCE)
                    .until(() -> redis.zcard(prefix + "presence:due") == 0);
            redis.keys(prefix + "*").forEach(key -> age(redis, key));
            String users = prefix + "presence:users";
            redis.zrange(users, 0, -1)
                    .forEach(user -> redis.zincrby(users, (double) -NIGHT.toMillis(), user));
        }
        nights = nights.plus(NIGHT);
        await("everybody is forgotten").atMost(PATIENCE).until(() -> isNobodyKnown(replica));
    }

    /** Whoever has gone offline is told of before the night, and forgotten after it. */
    private boolean isNobodyKnown(ConfigurableApplicationContext replica) {
        sweeps(replica);
        ahead = nights;
        sweeps(replica);
        ahead = Duration.ZERO;
        MeterRegistry metrics = replica.getBean(MeterRegistry.class);
        return metrics.get("ganglion.presence.users").gauge().value() == 0;
    }

    static String prefix(ConfigurableApplicationContext replica) {
        return Objects.requireNonNull(
                replica.getEnvironment().getProperty("ganglion.redis.prefix"));
    }

    /** What never ends by itself does not by getting older. */
    private static void age(RedisCommands<String, String> redis, String key) {
        long left = redis.pttl(key);
        if (left > 0) {
            redis.pexpire(key, Math.max(1, left - NIGHT.toMillis()));
        }
    }

    private static void sweeps(ConfigurableApplicationContext replica) {
        replica.getBeansOfType(Repetition.class).values().forEach(IdleTime::once);
    }

    @SuppressWarnings("unchecked")
    private static void once(Repetition repetition) {
        var work = (Supplier<Mono<Void>>) ReflectionTestUtils.getField(repetition, "work");
        Objects.requireNonNull(work).get().block(PATIENCE);
    }
}
