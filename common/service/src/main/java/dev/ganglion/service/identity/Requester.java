package dev.ganglion.service.identity;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/**
 * The user whose request this is. As an argument of an endpoint it refuses a request without a user
 * ({@code M_MISSING_TOKEN}); an {@code Optional<Requester>} takes both.
 *
 * @param deviceId absent for tokens that belong to no device, such as an application service's
 * @param tokenHash the SHA-256 of the client's access token in base64url: names the session without
 *     revealing it
 * @param applicationService the ID of the application service that makes the request as this user
 * @param standing never {@link Standing#LOCKED}, except for a logout
 */
public record Requester(
        UserId userId,
        Optional<DeviceId> deviceId,
        boolean isServerAdmin,
        boolean isGuest,
        Optional<String> tokenHash,
        Optional<String> applicationService,
        Standing standing) {

    /** A user in good standing. */
    public Requester(
            UserId userId,
            Optional<DeviceId> deviceId,
            boolean isServerAdmin,
            boolean isGuest,
            Optional<String> tokenHash,
            Optional<String> applicationService) {
        this(
                userId,
                deviceId,
                isServerAdmin,
                isGuest,
                tokenHash,
                applicationService,
                Standing.GOOD);
    }

    /** A user in good standing who makes the request without an application service. */
    public Requester(
            UserId userId,
            Optional<DeviceId> deviceId,
            boolean isServerAdmin,
            boolean isGuest,
            Optional<String> tokenHash) {
        this(userId, deviceId, isServerAdmin, isGuest, tokenHash, Optional.empty());
    }

    /** The same, of an account of this standing. */
    public Requester inStanding(Standing other) {
        return new Requester(
                userId, deviceId, isServerAdmin, isGuest, tokenHash, applicationService, other);
    }

    /** Refuses anyone but an application service; answers its ID. */
    public String mustBeApplicationService() {
        return applicationService.orElseThrow(
                () -> MatrixException.forbidden("Only an application service can do this"));
    }

    /** Refuses anyone but this user. */
    public void mustBe(UserId user) {
        if (!userId.equals(user)) {
            throw MatrixException.forbidden("You cannot do this for another user");
        }
    }

    /** Refuses anyone but an administrator of this server. */
    public void mustBeServerAdmin() {
        if (!isServerAdmin) {
            throw MatrixException.forbidden("Only an administrator of this server can do this");
        }
    }

    /** Refuses guests. */
    public void mustNotBeGuest() {
        if (isGuest) {
            throw MatrixException.of(
                    403, ErrorCode.GUEST_ACCESS_FORBIDDEN, "Guests cannot do this");
        }
    }
}
