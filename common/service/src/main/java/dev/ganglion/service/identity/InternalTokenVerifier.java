package dev.ganglion.service.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * Turns a token into who it speaks for. A verified token is remembered until it expires: the
 * signature is checked once, not for every request. Errors with Spring Security's {@code
 * JwtException}.
 */
final class InternalTokenVerifier<T> {
    private static final int MAX_REMEMBERED = 50_000;

    private final ReactiveJwtDecoder decoder;
    private final Function<Jwt, T> reader;
    private final Clock clock;
    private final Cache<String, Verified<T>> remembered;

    InternalTokenVerifier(
            ReactiveJwtDecoder decoder, Function<Jwt, T> reader, Duration lifetime, Clock clock) {
        this.decoder = decoder;
        this.reader = reader;
        this.clock = clock;
        this.remembered =
                Caffeine.newBuilder()
                        .maximumSize(MAX_REMEMBERED)
                        .expireAfterWrite(lifetime)
                        .build();
    }

    Mono<T> verify(String token) {
        Verified<T> known = remembered.getIfPresent(token);
        if (known != null && clock.instant().isBefore(known.expiresAt)) {
            return Mono.just(known.caller);
        }
        return decoder.decode(token).map(jwt -> remember(token, jwt));
    }

    private T remember(String token, Jwt jwt) {
        T caller = reader.apply(jwt);
        Instant expiresAt = jwt.getExpiresAt();
        if (expiresAt != null) {
            remembered.put(token, new Verified<>(caller, expiresAt));
        }
        return caller;
    }

    private record Verified<T>(T caller, Instant expiresAt) {}
}
