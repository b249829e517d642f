package dev.ganglion.auth.lockout;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How many wrong passwords are too many.
 *
 * @param accountFailures for one account, wherever they come from
 * @param addressFailures from one address, whatever the account
 * @param window the time from the first failure within which they count, and after which all is
 *     forgotten
 */
@Validated
@ConfigurationProperties("ganglion.lockout")
public record LockoutProperties(
        @Min(1) @DefaultValue("10") int accountFailures,
        @Min(1) @DefaultValue("100") int addressFailures,
        @NotNull @DurationMin(seconds = 1) @DefaultValue("5m") Duration window) {}
