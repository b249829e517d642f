package dev.ganglion.auth.token;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How long tokens are good for.
 *
 * @param accessTokenLifetime of access tokens of clients that cannot refresh them; without a value
 *     they are good until logout
 * @param refreshableAccessTokenLifetime of access tokens of clients that can refresh them
 * @param refreshTokenLifetime after how long without a refresh a session needs another login
 * @param lastSeenInterval how often it is written where devices were last seen
 * @param expiredTokenRetention how long expired tokens are kept, so that their bearers can be told
 *     to log in again instead of that they never were logged in
 */
@Validated
@ConfigurationProperties("ganglion.tokens")
public record TokenProperties(
        @Nullable @DurationMin(seconds = 1) Duration accessTokenLifetime,
        @NotNull @DurationMin(seconds = 1) @DefaultValue("1h")
                Duration refreshableAccessTokenLifetime,
        @NotNull @DurationMin(seconds = 1) @DefaultValue("180d") Duration refreshTokenLifetime,
        @NotNull @DurationMin(millis = 10) @DefaultValue("10s") Duration lastSeenInterval,
        @NotNull @DurationMin(seconds = 1) @DefaultValue("90d") Duration expiredTokenRetention) {}
