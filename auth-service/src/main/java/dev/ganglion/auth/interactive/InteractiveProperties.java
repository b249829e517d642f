package dev.ganglion.auth.interactive;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How patient user-interactive authentication is.
 *
 * @param sessionLifetime how long a client has to complete its stages
 */
@Validated
@ConfigurationProperties("ganglion.interactive")
public record InteractiveProperties(
        @NotNull @DurationMin(seconds = 1) @DefaultValue("15m") Duration sessionLifetime) {}
