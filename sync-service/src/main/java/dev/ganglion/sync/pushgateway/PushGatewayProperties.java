package dev.ganglion.sync.pushgateway;

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
 * How push gateways are told.
 *
 * @param timeout for a whole request
 * @param atOnce pushers that a replica tells at the same time
 * @param perHost of those, at gateways of one name
 * @param maxPause the longest pause after failures
 * @param giveUpAfter what a gateway could not be told of for so long is dropped
 * @param badge what the number beside an application's icon counts
 */
@Validated
@ConfigurationProperties("ganglion.push-gateways")
public record PushGatewayProperties(
        @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 1) @DefaultValue("10s")
                Duration timeout,
        @Min(1) @Max(1_000) @DefaultValue("64") int atOnce,
        @Min(1) @Max(1_000) @DefaultValue("16") int perHost,
        @NotNull @DurationMin(millis = 100) @DurationMax(days = 1) @DefaultValue("1h")
                Duration maxPause,
        @NotNull @DurationMin(minutes = 1) @DurationMax(days = 30) @DefaultValue("1d")
                Duration giveUpAfter,
        @NotNull @DefaultValue("rooms") Badge badge) {
    /** What is counted besides invitations. */
    public enum Badge {
        /** Rooms with unread notifications. */
        ROOMS,
        /** Unread notifications. */
        MESSAGES
    }
}
