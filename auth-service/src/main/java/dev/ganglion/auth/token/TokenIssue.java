package dev.ganglion.auth.token;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.service.identity.TokenHash;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes a generation of tokens for a device and keeps their hashes. */
@Component
class TokenIssue {
    private final DatabaseClient database;
    private final TokenGenerator generator;
    private final TokenProperties properties;
    private final Clock clock;

    TokenIssue(
            DatabaseClient database,
            TokenGenerator generator,
            TokenProperties properties,
            Clock clock) {
        this.database = database;
        this.generator = generator;
        this.properties = properties;
        this.clock = clock;
    }

    /** Belongs into a transaction that holds the device's row. */
    Mono<IssuedTokens> issue(UserDevice device, int generation, boolean isRefreshable) {
        IssuedTokens tokens = isRefreshable ? refreshable() : lasting();
        Instant now = clock.instant();
        Mono<Void> refreshToken =
                Mono.justOrEmpty(tokens.refreshToken())
                        .flatMap(token -> insertRefreshToken(device, generation, token, now));
        return insertAccessToken(device, generation, tokens, now)
                .then(refreshToken)
                .thenReturn(tokens);
    }

    private IssuedTokens refreshable() {
        return new IssuedTokens(
                generator.accessToken(),
                Optional.of(properties.refreshableAccessTokenLifetime()),
                Optional.of(generator.refreshToken()));
    }

    private IssuedTokens lasting() {
        Optional<Duration> lifetime = Optional.ofNullable(properties.accessTokenLifetime());
        return new IssuedTokens(generator.accessToken(), lifetime, Optional.empty());
    }

    private Mono<Void> insertAccessToken(
            UserDevice device, int generation, IssuedTokens tokens, Instant now) {
        Instant expiresAt = tokens.accessTokenExpiresAt(now).orElse(null);
        return database.sql(
                        """
                        insert into auth.access_token
                            (token_hash, user_id, device_id, generation, created_at, expires_at)
                        values (:hash, :user, :device, :generation, :now, :expiresAt)
                        """)
                .bind("hash", TokenHash.of(tokens.accessToken()).bytes())
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .bind("generation", generation)
                .bind("now", now)
                .bind("expiresAt", Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE, expiresAt))
                .then();
    }

    private Mono<Void> insertRefreshToken(
            UserDevice device, int generation, String token, Instant now) {
        return database.sql(
                        """
                        insert into auth.refresh_token
                            (token_hash, user_id, device_id, generation, created_at, expires_at)
                        values (:hash, :user, :device, :generation, :now, :expiresAt)
                        """)
                .bind("hash", TokenHash.of(token).bytes())
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .bind("generation", generation)
                .bind("now", now)
                .bind("expiresAt", now.plus(properties.refreshTokenLifetime()))
                .then();
    }
}
