package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.service.bus.BusProperties;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.time.Duration;

/** Redis stops to answer while something is done. */
class RedisGoneIT extends AuthServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Autowired BusProperties redis;

    @Test
    void whatWasDoneIsAnsweredThoughItsSessionCannotBeEnded() {
        String name = AuthDriver.freshName();
        try (var client = RedisClient.create(redis.url());
                var connection = client.connect();
                var account = new HeldInserts(database, "account")) {
            var registered =
                    HeldInserts.begin(
                            () ->
                                    auth.post(
                                            V3 + "register",
                                            """
                                            {"username": "%s", "password": "%s", "auth": {"type": "m.login.dummy"}}
                                            """
                                                    .formatted(name, PASSWORD)));
            account.awaitSomebody();
            client(connection, new CommandArgs<>(StringCodec.UTF8).add("PAUSE").add(4_000));
            account.open();

            assertThat(registered)
                    .succeedsWithin(PATIENCE)
                    .satisfies(
                            answer -> assertThat(answer.isOk().string("user_id")).contains(name));
        }
    }

    /** Redis is everybody's: whoever comes next needs it. */
    @AfterEach
    void redisIsBack() {
        await().atMost(PATIENCE).untilAsserted(auth::registered);
    }

    private static void client(
            StatefulRedisConnection<String, String> connection, CommandArgs<String, String> what) {
        connection.sync().dispatch(CommandType.CLIENT, new StatusOutput<>(StringCodec.UTF8), what);
    }
}
