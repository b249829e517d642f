package dev.ganglion.auth.email;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/** Names a proof: its session, and the secret of the client that began it. */
public record ThreepidCreds(String sid, String clientSecret) {
    /** Fails with {@code M_MISSING_PARAM} where one of them is missing. */
    public static ThreepidCreds of(Optional<String> sid, Optional<String> clientSecret) {
        return new ThreepidCreds(
                sid.orElseThrow(() -> MatrixException.missingParam("sid")),
                clientSecret.orElseThrow(() -> MatrixException.missingParam("client_secret")));
    }

    static ThreepidCreds parse(JsonObject json) {
        return of(json.string("sid"), json.string("client_secret"));
    }

    boolean isWellFormed() {
        return EmailTokenRequest.isOpaque(sid) && EmailTokenRequest.isOpaque(clientSecret);
    }

    /** Without the secret, which must not get into a log. */
    @Override
    public String toString() {
        return "ThreepidCreds";
    }
}
