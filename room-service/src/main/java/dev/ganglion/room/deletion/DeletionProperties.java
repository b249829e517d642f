package dev.ganglion.room.deletion;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How rooms are deleted.
 *
 * @param farewell {@code ganglion.deletion.farewell}: how long it stays known who was in a deleted
 *     room, so that devices that were away hear that they have left it. Below a minute a replica of
 *     sync-service might miss it
 */
@Validated
@ConfigurationProperties("ganglion.deletion")
record DeletionProperties(
        @NotNull @DurationMin(minutes = 1) @DefaultValue("7d") Duration farewell) {}
