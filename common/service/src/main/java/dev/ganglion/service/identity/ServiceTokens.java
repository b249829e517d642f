package dev.ganglion.service.identity;

import com.nimbusds.jwt.JWTClaimsSet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** This service's own tokens, one for each service that it calls, renewed before they expire. */
public final class ServiceTokens {
    private final TokenSigner signer;
    private final String service;
    private final Duration lifetime;
    private final Clock clock;
    private final Map<String, Minted> minted = new ConcurrentHashMap<>();

    ServiceTokens(TokenSigner signer, String service, Duration lifetime, Clock clock) {
        this.signer = signer;
        this.service = service;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** The token to send to this service as {@link InternalHeaders#SERVICE_TOKEN}. */
    public String forTarget(String target) {
        Instant now = clock.instant();
        Minted known = minted.get(target);
        if (known != null && known.isFreshAt(now)) {
            return known.token;
        }
        Minted renewed = mint(target, now);
        minted.put(target, renewed);
        return renewed.token;
    }

    private Minted mint(String target, Instant now) {
        String token = signer.sign(new JWTClaimsSet.Builder().subject(service), target, lifetime);
        return new Minted(token, now, now.plus(lifetime.dividedBy(2)));
    }

    private record Minted(String token, Instant from, Instant renewAt) {
        /** A clock that was set back makes the token one from the future: renewed as well. */
        boolean isFreshAt(Instant now) {
            return now.isBefore(renewAt) && !now.isBefore(from);
        }
    }
}
