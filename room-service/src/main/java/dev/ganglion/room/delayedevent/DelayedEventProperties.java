package dev.ganglion.room.delayedevent;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How much may be scheduled.
 *
 * @param maxDelay {@code ganglion.delayed-events.max-delay}: how far ahead
 * @param maxPerUser {@code ganglion.delayed-events.max-per-user}: how many of one user's may wait
 * @param finalisedRetention {@code ganglion.delayed-events.finalised-retention}: how long those
 *     that were sent, cancelled or refused can be looked up
 * @param maxFinalisedPerUser {@code ganglion.delayed-events.max-finalised-per-user}: how many of
 *     those are kept at most
 */
@Validated
@ConfigurationProperties("ganglion.delayed-events")
record DelayedEventProperties(
        @NotNull @DurationMin(millis = 1) @DefaultValue("24h") Duration maxDelay,
        @Positive @DefaultValue("100") int maxPerUser,
        @NotNull @DurationMin(seconds = 1) @DefaultValue("7d") Duration finalisedRetention,
        @Positive @DefaultValue("100") int maxFinalisedPerUser) {}
