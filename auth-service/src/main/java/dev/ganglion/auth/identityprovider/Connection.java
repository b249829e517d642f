package dev.ganglion.auth.identityprovider;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;

import java.net.MalformedURLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of a provider by its discovery. Its keys are fetched when they are needed and kept
 * for {@value #KEYS_MINUTES} minutes; a signature by a key that is not among them has them fetched
 * anew, once in {@value #FETCH_SECONDS} seconds.
 */
record Connection(
        OIDCProviderMetadata metadata,
        IDTokenValidator idTokens,
        LogoutTokenValidator logoutTokens,
        Instant discoveredAt) {
    /** Signatures that only the provider can make: neither none nor one by a shared secret. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.copyOf(
                    List.of(
                            JWSAlgorithm.RS256,
                            JWSAlgorithm.RS384,
                            JWSAlgorithm.RS512,
                            JWSAlgorithm.PS256,
                            JWSAlgorithm.PS384,
                            JWSAlgorithm.PS512,
                            JWSAlgorithm.ES256,
                            JWSAlgorithm.ES384,
                            JWSAlgorithm.ES512));

    private static final int KEYS_MINUTES = 15;
    private static final int FETCH_SECONDS = 10;

    static Connection of(
            Provider provider, OIDCProviderMetadata metadata, ProviderHttp http, Instant now)
            throws MalformedURLException {
        JWKSource<SecurityContext> keys = keys(metadata, http);
        var selector = new JWSVerificationKeySelector<>(algorithms(metadata), keys);
        Provider.Endpoint endpoint = provider.endpoint();
        return new Connection(
                metadata,
                new IDTokenValidator(endpoint.issuer(), endpoint.clientId(), selector, null),
                new LogoutTokenValidator(
                        endpoint.issuer(), endpoint.clientId(), false, selector, null),
                now);
    }

    /** The same, seen again. */
    Connection at(Instant now) {
        return new Connection(metadata, idTokens, logoutTokens, now);
    }

    private static JWKSource<SecurityContext> keys(OIDCProviderMetadata metadata, ProviderHttp http)
            throws MalformedURLException {
        return JWKSourceBuilder.<SecurityContext>create(metadata.getJWKSetURI().toURL(), http)
                .cache(
                        Duration.ofMinutes(KEYS_MINUTES).toMillis(),
                        Duration.ofSeconds(FETCH_SECONDS).toMillis())
                .refreshAheadCache(false)
                .rateLimited(Duration.ofSeconds(FETCH_SECONDS).toMillis())
                .outageTolerant(Duration.ofHours(1).toMillis())
                .build();
    }

    private static Set<JWSAlgorithm> algorithms(OIDCProviderMetadata metadata) {
        if (metadata.getIDTokenJWSAlgs() == null) {
            return ALGORITHMS;
        }
        Set<JWSAlgorithm> both = new HashSet<>(metadata.getIDTokenJWSAlgs());
        both.retainAll(ALGORITHMS);
        return both.isEmpty() ? ALGORITHMS : both;
    }
}
