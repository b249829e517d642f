package dev.ganglion.service.identity;

import java.time.Duration;

/**
 * Mints the internal tokens of users. Every service could, but tokens of any other than the
 * auth-service are refused.
 */
public final class InternalTokenIssuer {
    private final TokenSigner signer;
    private final Duration lifetime;

    InternalTokenIssuer(TokenSigner signer, Duration lifetime) {
        this.signer = signer;
        this.lifetime = lifetime;
    }

    /** A token that makes its bearer this requester, at every service. */
    public InternalToken issue(Requester requester) {
        String token = signer.sign(TokenClaims.of(requester), TokenClaims.USER_AUDIENCE, lifetime);
        return new InternalToken(token, lifetime);
    }
}
