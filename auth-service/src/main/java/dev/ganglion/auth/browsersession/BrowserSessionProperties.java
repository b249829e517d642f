package dev.ganglion.auth.browsersession;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How long a browser stays signed in to the pages of this server.
 *
 * @param idleLifetime without a look at any page
 * @param lifetime in any case
 */
@Validated
@ConfigurationProperties("ganglion.browser-session")
public record BrowserSessionProperties(
        @NotNull @DurationMin(seconds = 1) @DefaultValue("2h") Duration idleLifetime,
        @NotNull @DurationMin(seconds = 1) @DefaultValue("24h") Duration lifetime) {}
