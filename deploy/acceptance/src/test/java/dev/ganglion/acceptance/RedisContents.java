package dev.ganglion.acceptance;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

import java.util.stream.Collectors;

/** What is in Redis. */
final class RedisContents {
    private RedisContents() {}

    /** All keys with their values, as text. */
    static String textOf(String url) {
        try (RedisClient client = RedisClient.create(url);
                var connection = client.connect()) {
            RedisCommands<String, String> redis = connection.sync();
            return redis.keys("*").stream()
                    .map(key -> key + " = " + value(redis, key))
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String value(RedisCommands<String, String> redis, String key) {
        return switch (redis.type(key)) {
            case "hash" -> redis.hgetall(key).toString();
            case "list" -> redis.lrange(key, 0, -1).toString();
            case "set" -> redis.smembers(key).toString();
            case "zset" -> redis.zrange(key, 0, -1).toString();
            case "stream" -> redis.xrange(key, Range.unbounded()).toString();
            case "string" -> String.valueOf(redis.get(key));
            // It has expired since.
            case "none" -> "";
            default -> throw new AssertionError("a key of an unknown kind: " + key);
        };
    }
}
