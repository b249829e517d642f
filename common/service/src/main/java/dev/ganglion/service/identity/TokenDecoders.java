package dev.ganglion.service.identity;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

import reactor.core.publisher.Flux;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The resource server's decoders. A key is looked up by its name among the trusted ones and nowhere
 * else, the algorithm is ES256 whatever the token says, and the issuer must be the key's owner.
 */
final class TokenDecoders {
    /** How far the clocks of two machines may be apart. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final OAuth2Error REFUSED =
            new OAuth2Error("invalid_token", "The token is not for this", null);

    private final Map<String, ECKey> trustedKeys;
    private final Clock clock;

    TokenDecoders(Map<String, ECKey> trustedKeys, Clock clock) {
        this.trustedKeys = Map.copyOf(trustedKeys);
        this.clock = clock;
    }

    /** Accepts users' tokens, which the auth-service alone may issue. */
    ReactiveJwtDecoder ofUsers() {
        return decoder(
                token ->
                        List.of(TokenClaims.USER_AUDIENCE).equals(token.getAudience())
                                && TokenClaims.USER_ISSUER.equals(issuer(token)));
    }

    /** Accepts the tokens of services that call this one. */
    ReactiveJwtDecoder ofCallersOf(String service) {
        return decoder(
                token ->
                        List.of(service).equals(token.getAudience())
                                && issuer(token).equals(token.getSubject()));
    }

    private ReactiveJwtDecoder decoder(Predicate<Jwt> isForThis) {
        NimbusReactiveJwtDecoder decoder =
                NimbusReactiveJwtDecoder.withJwkSource(this::keyOf)
                        .jwsAlgorithm(SignatureAlgorithm.ES256)
                        .build();
        JwtTimestampValidator timestamps = new JwtTimestampValidator(SKEW);
        timestamps.setClock(clock);
        OAuth2TokenValidator<Jwt> purpose =
                token ->
                        expires(token) && isSignedByIssuer(token) && isForThis.test(token)
                                ? OAuth2TokenValidatorResult.success()
                                : OAuth2TokenValidatorResult.failure(REFUSED);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(timestamps, purpose));
        return decoder;
    }

    private Flux<JWK> keyOf(SignedJWT token) {
        String name = token.getHeader().getKeyID();
        ECKey key = name == null ? null : trustedKeys.get(name);
        return key == null ? Flux.empty() : Flux.just(key);
    }

    private static boolean expires(Jwt token) {
        return token.getExpiresAt() != null;
    }

    private static boolean isSignedByIssuer(Jwt token) {
        return issuer(token).equals(token.getHeaders().get("kid"));
    }

    private static String issuer(Jwt token) {
        return String.valueOf(token.getClaimAsString("iss"));
    }
}
