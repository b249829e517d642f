package dev.ganglion.gateway.token;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.SessionsEnded;
import dev.ganglion.service.identity.Standing;

import java.time.Instant;
import java.util.Optional;

/**
 * Whom an access token stands for.
 *
 * @param applicationService the ID of the application service that shows the token
 * @param isRateLimited false for an application service that may ask as often as it likes
 * @param authorization the internal token as a header value
 * @param obtainedAt when auth-service said so
 * @param goodUntil when a new internal token has to be asked for
 */
public record Session(
        UserId userId,
        Optional<DeviceId> deviceId,
        boolean isServerAdmin,
        Optional<String> applicationService,
        boolean isRateLimited,
        Standing standing,
        String authorization,
        Instant obtainedAt,
        Instant goodUntil) {

    boolean isOf(SessionsEnded ended, SessionKey key) {
        return ended.tokenHashes().contains(key.tokenHash()) || isOf(ended);
    }

    /** Whether it ends even though its token is not named. */
    boolean isOf(SessionsEnded ended) {
        return applicationService.isPresent()
                ? ended.endsActingAs(userId, deviceId)
                : ended.coversAllOf(userId, deviceId);
    }

    @Override
    public String toString() {
        return "Session[" + userId + ", " + deviceId + "]";
    }
}
