package dev.ganglion.testing.infrastructure;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;

import java.util.function.Consumer;

/** A Redis that tests may stop and start; its port stays the same. It forgets when it stops. */
public interface RedisServer {
    /** Such as {@code redis://127.0.0.1:6379}. */
    String url();

    /** Ends it at once; all connections break. */
    void stop();

    /** Breaks all connections but those that listen; their clients come back by themselves. */
    default void cutOffPublishers() {
        command(redis -> redis.clientKill(KillArgs.Builder.typeNormal().skipme()));
    }

    /** Loses every message from now on while all connections stay. */
    default void refuseMessages() {
        command(
                redis ->
                        redis.aclSetuser(
                                "default",
                                AclSetuserArgs.Builder.removeCommand(CommandType.PUBLISH)));
    }

    /** After {@link #refuseMessages()}. */
    default void acceptMessages() {
        command(
                redis ->
                        redis.aclSetuser(
                                "default", AclSetuserArgs.Builder.addCommand(CommandType.PUBLISH)));
    }

    private void command(Consumer<RedisCommands<String, String>> command) {
        RedisClient client = RedisClient.create(url());
        try (var connection = client.connect()) {
            command.accept(connection.sync());
        } finally {
            client.shutdown();
        }
    }

    /** Starts it again, empty. */
    void start();
}
