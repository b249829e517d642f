package dev.ganglion.auth.deactivation;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How deactivations are completed.
 *
 * @param retryInterval how often what could not be done at once is tried again
 * @param erasureSettlesAfter how long after the end of an account an erasure is done for the last
 *     time: longer than what was under way for the user can take
 */
@Validated
@ConfigurationProperties("ganglion.deactivation")
public record DeactivationProperties(
        @NotNull @DurationMin(millis = 10) @DefaultValue("30s") Duration retryInterval,
        @NotNull @DurationMin(millis = 0) @DefaultValue("6m") Duration erasureSettlesAfter) {}
