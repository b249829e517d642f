package dev.ganglion.sync.digest;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;
import java.util.List;

/**
 * When users are mailed what they have missed.
 *
 * @param delay how long something waits to be read, and for how long after reading anything a user
 *     counts as there
 * @param pauses after the first mail, the second and so on, as long as the user reads nothing; the
 *     last one is that after all further ones
 * @param maxEventAge older events are no news
 * @param maxRetryPause the longest pause after failures
 * @param interval how often each replica looks what is due
 * @param atOnce mails of a replica that are under way at the same time
 */
@Validated
@ConfigurationProperties("ganglion.digests")
public record DigestProperties(
        @NotNull @DurationMin(seconds = 1) @DurationMax(days = 7) @DefaultValue("10m")
                Duration delay,
        @NotEmpty @DefaultValue({"1h", "6h", "1d"})
                List<@NotNull @DurationMin(seconds = 1) @DurationMax(days = 30) Duration> pauses,
        @NotNull @DurationMin(minutes = 1) @DurationMax(days = 60) @DefaultValue("3d")
                Duration maxEventAge,
        @NotNull @DurationMin(millis = 100) @DurationMax(days = 1) @DefaultValue("1h")
                Duration maxRetryPause,
        @NotNull @DurationMin(millis = 50) @DurationMax(minutes = 10) @DefaultValue("10s")
                Duration interval,
        @Min(1) @Max(100) @DefaultValue("4") int atOnce) {
    /** Copies the list, and refuses pauses that become shorter. */
    public DigestProperties {
        pauses = List.copyOf(pauses);
        if (!pauses.equals(pauses.stream().sorted().toList())) {
            throw new IllegalArgumentException(
                    "ganglion.digests.pauses must not become shorter: as in 1h,6h,1d");
        }
    }
}
