package dev.ganglion.room.identityserver;

import dev.ganglion.protocol.error.MatrixException;

import java.util.Locale;
import java.util.Set;

/**
 * Somebody who is invited by an address. Definition {@code Invite3pid}.
 *
 * @param idAccessToken what the identity server knows the inviting user by; never logged
 * @param medium {@code email} or {@code msisdn}
 */
public record ThirdPartyInvitee(
        String idServer, String idAccessToken, String medium, String address) {
    private static final Set<String> MEDIA = Set.of("email", "msisdn");
    private static final int MAX_LENGTH = 500;

    /** Refuses what no identity server could be asked for. */
    public ThirdPartyInvitee {
        if (!MEDIA.contains(medium)) {
            throw MatrixException.invalidParam("medium is email or msisdn");
        }
        if (address.isBlank() || address.length() > MAX_LENGTH) {
            throw MatrixException.invalidParam(
                    "address has at least one and at most " + MAX_LENGTH + " characters");
        }
        if (idAccessToken.isEmpty() || !idAccessToken.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw MatrixException.invalidParam("id_access_token is no access token");
        }
        // Appendices, "3PID Types": case does not matter in an email address.
        address = medium.equals("email") ? address.strip().toLowerCase(Locale.ROOT) : address;
    }

    @Override
    public String toString() {
        return medium + " at " + idServer;
    }
}
