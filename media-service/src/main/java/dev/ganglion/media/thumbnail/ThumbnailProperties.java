package dev.ganglion.media.thumbnail;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * What thumbnails may cost.
 *
 * @param maxPixels the largest picture that is decoded, width times height
 * @param threads how many pictures are decoded at once; each may need four bytes a pixel
 * @param queue how many more may wait; beyond, requests are answered with 503
 * @param timeout how long one may take, waiting included
 */
@Validated
@ConfigurationProperties("ganglion.media.thumbnails")
record ThumbnailProperties(
        @Min(1) @DefaultValue("32000000") long maxPixels,
        @Min(1) @Max(64) @DefaultValue("2") int threads,
        @Min(1) @Max(10_000) @DefaultValue("64") int queue,
        @NotNull @DurationMin(millis = 100) @DefaultValue("20s") Duration timeout) {}
