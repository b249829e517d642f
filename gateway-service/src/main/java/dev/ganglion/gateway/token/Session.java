package dev.ganglion.gateway.token;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.SessionsEnded;

import java.time.Instant;
import java.util.Optional;

/**
 * Whom an access token stands for.
 *
 * @param authorization the internal token as a header value
 * @param obtainedAt when auth-service said so
 * @param goodUntil when a new internal token has to be asked for
 */
public record Session(
        UserId userId,
        Optional<DeviceId> deviceId,
        boolean isServerAdmin,
        String authorization,
        Instant obtainedAt,
        Instant goodUntil) {

    boolean isOf(SessionsEnded ended, String tokenHash) {
        return ended.tokenHashes().contains(tokenHash) || ended.coversAllOf(userId, deviceId);
    }

    @Override
    public String toString() {
        return "Session[" + userId + ", " + deviceId + "]";
    }
}
