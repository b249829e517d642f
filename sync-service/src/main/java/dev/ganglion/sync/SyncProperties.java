package dev.ganglion.sync;

import dev.ganglion.service.config.PositiveSize;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How this service follows and answers.
 *
 * @param ringEvents how many recent events stay in memory
 * @param ringMemory how much memory those take at most, however few they are then
 * @param maxTimeout the longest a request waits for something new
 * @param defaultTimelineLimit events per room for a client that names no limit
 * @param maxTimelineLimit events per room at most
 * @param initialSyncsAtOnce how many parts of initial syncs are read at the same time; the others
 *     take turns
 */
@Validated
@ConfigurationProperties("ganglion.sync")
public record SyncProperties(
        @Min(100) @Max(1_000_000) @DefaultValue("20000") int ringEvents,
        @NotNull @PositiveSize @DefaultValue("64MB") DataSize ringMemory,
        @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 10) @DefaultValue("60s")
                Duration maxTimeout,
        @Min(1) @Max(100) @DefaultValue("20") int defaultTimelineLimit,
        @Min(1) @Max(1_000) @DefaultValue("500") int maxTimelineLimit,
        @Min(1) @Max(100) @DefaultValue("4") int initialSyncsAtOnce) {}
