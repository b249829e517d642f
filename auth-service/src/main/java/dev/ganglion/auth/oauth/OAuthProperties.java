package dev.ganglion.auth.oauth;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;
import java.util.Optional;

/**
 * The OAuth 2.0 API.
 *
 * @param enabled whether it is there; without a value it is when this server knows its own address
 * @param codeLifetime how long a client has to fetch its tokens after the user has allowed it
 * @param deviceCodeLifetime how long a user has to allow a device that has no browser
 * @param maxClients how many may be registered at once
 * @param neverUsedClientRetention after how long a client is forgotten that nobody signed in with
 * @param unusedClientRetention after how long without use a client is forgotten that has no device
 */
@Validated
@ConfigurationProperties("ganglion.oauth")
public record OAuthProperties(
        Optional<Boolean> enabled,
        @NotNull @DurationMin(seconds = 1) @DurationMax(seconds = 60) @DefaultValue("1m")
                Duration codeLifetime,
        @NotNull @DurationMin(seconds = 10) @DurationMax(minutes = 60) @DefaultValue("15m")
                Duration deviceCodeLifetime,
        @Min(1) @DefaultValue("50000") int maxClients,
        @NotNull @DurationMin(minutes = 1) @DefaultValue("1d") Duration neverUsedClientRetention,
        @NotNull @DurationMin(seconds = 1) @DefaultValue("30d") Duration unusedClientRetention) {}
