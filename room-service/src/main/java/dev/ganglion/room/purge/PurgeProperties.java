package dev.ganglion.room.purge;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How fast events are deleted, whatever for.
 *
 * @param chunk {@code ganglion.purge.chunk}: events at most in one transaction
 * @param pause {@code ganglion.purge.pause}: what the database gets to itself between two of them
 * @param interval {@code ganglion.purge.interval}: how often new work is looked for
 */
@Validated
@ConfigurationProperties("ganglion.purge")
public record PurgeProperties(
        @Min(1) @Max(10_000) @DefaultValue("500") int chunk,
        @NotNull @DurationMin @DefaultValue("50ms") Duration pause,
        @NotNull @DurationMin(millis = 10) @DefaultValue("1s") Duration interval) {}
