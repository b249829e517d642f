package dev.ganglion.auth.logintoken;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * Tokens that are good for one login.
 *
 * @param enabled whether a device may log another one in; single sign-on does not depend on it
 * @param lifetime two minutes at most
 * @param perMinute how many a user can make for other devices within a minute
 */
@Validated
@ConfigurationProperties("ganglion.login-tokens")
public record LoginTokenProperties(
        @DefaultValue("true") boolean enabled,
        @NotNull @DurationMin(seconds = 5) @DurationMax(minutes = 2) @DefaultValue("2m")
                Duration lifetime,
        @Min(1) @Max(1_000) @DefaultValue("3") int perMinute) {}
