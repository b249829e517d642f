package dev.ganglion.room.retention;

import dev.ganglion.protocol.json.JsonObject;

import java.time.Duration;
import java.util.Optional;

/**
 * What a room says about the life of its messages, the content of {@code m.room.retention}. What
 * has the wrong type, or is below 0, is not said; a minimum above the maximum says nothing at all.
 */
record RetentionPolicy(Optional<Duration> minLifetime, Optional<Duration> maxLifetime) {
    static final RetentionPolicy NONE = new RetentionPolicy(Optional.empty(), Optional.empty());

    static RetentionPolicy of(JsonObject content) {
        Optional<Duration> min = millis(content, "min_lifetime");
        Optional<Duration> max = millis(content, "max_lifetime");
        boolean isContradiction =
                max.isPresent() && min.filter(least -> least.compareTo(max.get()) > 0).isPresent();
        return isContradiction ? NONE : new RetentionPolicy(min, max);
    }

    /**
     * How long messages of the room live here; empty for ever. The room's word counts before the
     * server's default, and a minimum lengthens the default; what the server allows comes last.
     */
    Optional<Duration> lifetime(RetentionProperties server) {
        Optional<Duration> byDefault =
                Optional.ofNullable(server.defaultMaxLifetime()).map(this::atLeastTheMinimum);
        return maxLifetime.or(() -> byDefault).map(server::within);
    }

    private Duration atLeastTheMinimum(Duration lifetime) {
        return minLifetime.filter(least -> least.compareTo(lifetime) > 0).orElse(lifetime);
    }

    private static Optional<Duration> millis(JsonObject content, String key) {
        return content.integer(key).filter(millis -> millis >= 0).map(Duration::ofMillis);
    }
}
