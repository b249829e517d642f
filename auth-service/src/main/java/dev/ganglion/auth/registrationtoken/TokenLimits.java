package dev.ganglion.auth.registrationtoken;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.time.Instant;
import java.util.Optional;

/**
 * The limits that an administrator sets. In a change a limit that is absent stays, and null takes
 * it away; for a new token both mean no limit.
 */
record TokenLimits(Optional<Integer> usesAllowed, Optional<Instant> expiresAt) {
    private static final String USES_ALLOWED = "uses_allowed";
    private static final String EXPIRY_TIME = "expiry_time";

    static TokenLimits of(JsonObject request, Instant now) {
        return new TokenLimits(Optional.empty(), Optional.empty()).changedBy(request, now);
    }

    static TokenLimits of(RegistrationToken token) {
        return new TokenLimits(token.usesAllowed(), token.expiresAt());
    }

    TokenLimits changedBy(JsonObject request, Instant now) {
        return new TokenLimits(
                request.has(USES_ALLOWED) ? usesAllowed(request) : usesAllowed,
                request.has(EXPIRY_TIME) ? expiresAt(request, now) : expiresAt);
    }

    private static Optional<Integer> usesAllowed(JsonObject request) {
        return limit(request, USES_ALLOWED)
                .map(
                        uses -> {
                            if (uses < 0 || uses > Integer.MAX_VALUE) {
                                throw MatrixException.invalidParam(
                                        "uses_allowed must be a non-negative integer or null");
                            }
                            return uses.intValue();
                        });
    }

    private static Optional<Instant> expiresAt(JsonObject request, Instant now) {
        return limit(request, EXPIRY_TIME)
                .map(Instant::ofEpochMilli)
                .map(
                        time -> {
                            if (time.isBefore(now)) {
                                throw MatrixException.invalidParam(
                                        "expiry_time must not be in the past");
                            }
                            return time;
                        });
    }

    private static Optional<Long> limit(JsonObject request, String key) {
        JsonValue value = request.get(key).orElse(JsonNull.NULL);
        return switch (value) {
            case JsonNull _ -> Optional.empty();
            case JsonNumber(long number) -> Optional.of(number);
            default -> throw MatrixException.invalidParam(key + " must be an integer or null");
        };
    }
}
