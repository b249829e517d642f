package dev.ganglion.room.membership;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.identityserver.ThirdPartyInvitee;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The body of {@code POST /rooms/{roomId}/invite}: a user, or somebody with an address. Who is
 * invited as a user needs no address.
 */
record InviteRequest(
        Optional<UserId> userId,
        Optional<String> reason,
        Optional<String> idServer,
        Optional<String> idAccessToken,
        Optional<String> medium,
        Optional<String> address) {

    boolean isByAddress() {
        return userId.isEmpty()
                && Stream.of(idServer, idAccessToken, medium, address)
                        .anyMatch(Optional::isPresent);
    }

    /** {@code M_MISSING_PARAM} without one. */
    UserId invitedUser() {
        return userId.orElseThrow(() -> MatrixException.missingParam("user_id"));
    }

    /** {@code M_MISSING_PARAM} when a part of it is missing. */
    ThirdPartyInvitee invitee() {
        return new ThirdPartyInvitee(
                part("id_server", idServer),
                part("id_access_token", idAccessToken),
                part("medium", medium),
                part("address", address));
    }

    private static String part(String name, Optional<String> value) {
        return value.orElseThrow(() -> MatrixException.missingParam(name));
    }
}
