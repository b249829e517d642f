package dev.ganglion.sync.presence;

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
 * How presence is kept and told.
 *
 * @param enabled whether it is at all
 * @param activeFor how long after they did something somebody is currently active
 * @param idleAfter how long after they did something somebody is unavailable
 * @param offlineAfter how long after the last request of their devices somebody is offline, and up
 *     to half as long again
 * @param interval the time between updates of one user; a few changes of state need not wait
 * @param window updates are collected for so long, and then wake each request once
 * @param roomMembers a room of more members spreads no presence
 * @param readers the members of all rooms that one update is told in
 * @param users whose presence is remembered, at most
 */
@Validated
@ConfigurationProperties("ganglion.presence")
record PresenceProperties(
        @DefaultValue("true") boolean enabled,
        @NotNull @DurationMin(seconds = 1) @DurationMax(hours = 1) @DefaultValue("1m")
                Duration activeFor,
        @NotNull @DurationMin(seconds = 1) @DurationMax(hours = 24) @DefaultValue("5m")
                Duration idleAfter,
        @NotNull @DurationMin(seconds = 1) @DurationMax(hours = 1) @DefaultValue("30s")
                Duration offlineAfter,
        @NotNull @DurationMin(millis = 100) @DurationMax(hours = 1) @DefaultValue("10s")
                Duration interval,
        @NotNull @DurationMin(millis = 50) @DurationMax(minutes = 1) @DefaultValue("1s")
                Duration window,
        @Min(2) @Max(100_000) @DefaultValue("500") int roomMembers,
        @Min(2) @Max(1_000_000) @DefaultValue("5000") int readers,
        @Min(1) @Max(1_000_000) @DefaultValue("50000") int users) {

    /** Whoever has gone offline is remembered for those who have not heard of it yet. */
    static final Duration REMEMBERED = Duration.ofHours(12);

    /** How long a device is online after a sign of life. */
    Duration lease() {
        return offlineAfter.plus(refresh());
    }

    /** How often a device that is online gives a sign of life. */
    Duration refresh() {
        return offlineAfter.dividedBy(2);
    }
}
