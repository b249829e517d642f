package dev.ganglion.service.identity;

import com.nimbusds.jose.jwk.ECKey;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * The tokens that the holder of one key file can mint, outside of any running service: for tests
 * and for the operator's tools.
 */
public record InternalIdentity(InternalTokenIssuer users, ServiceTokens services) {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    /** Blocking. */
    public static InternalIdentity read(Path keyFile) {
        ECKey key = InternalKeys.readPrivate(keyFile);
        TokenSigner signer = new TokenSigner(key, Clock.systemUTC());
        return new InternalIdentity(
                new InternalTokenIssuer(signer, LIFETIME),
                new ServiceTokens(signer, key.getKeyID(), LIFETIME, Clock.systemUTC()));
    }
}
