package dev.ganglion.media.upload;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * What may be uploaded.
 *
 * @param maxUploadSize the largest file
 * @param unusedIdLifetime how long an ID created without content waits for it
 * @param maxUnusedIds how many such IDs a user may have at once
 */
@Validated
@ConfigurationProperties("ganglion.media")
public record UploadProperties(
        @NotNull @DefaultValue("100MB") DataSize maxUploadSize,
        @NotNull @DurationMin(minutes = 1) @DefaultValue("24h") Duration unusedIdLifetime,
        @Min(1) @Max(10_000) @DefaultValue("50") int maxUnusedIds) {}
