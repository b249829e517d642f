package dev.ganglion.room.retention;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How long messages are kept.
 *
 * @param enabled {@code ganglion.retention.enabled}: whether anything is deleted by age at all
 * @param defaultMaxLifetime {@code ganglion.retention.default-max-lifetime} of messages in rooms
 *     that say nothing themselves; without a value they are kept
 * @param allowedMinLifetime {@code ganglion.retention.allowed-min-lifetime}: a room that asks for
 *     less gets this
 * @param allowedMaxLifetime {@code ganglion.retention.allowed-max-lifetime}: a room that asks for
 *     more gets this
 * @param interval {@code ganglion.retention.interval} between two passes over the rooms
 */
@Validated
@ConfigurationProperties("ganglion.retention")
record RetentionProperties(
        @DefaultValue("false") boolean enabled,
        @Nullable @DurationMin(seconds = 1) Duration defaultMaxLifetime,
        @NotNull @DurationMin(seconds = 1) @DefaultValue("1d") Duration allowedMinLifetime,
        @Nullable @DurationMin(seconds = 1) Duration allowedMaxLifetime,
        @NotNull @DurationMin(seconds = 1) @DefaultValue("1h") Duration interval) {

    /** Refuses what contradicts itself. */
    RetentionProperties {
        if (allowedMaxLifetime != null && allowedMaxLifetime.compareTo(allowedMinLifetime) < 0) {
            throw new IllegalArgumentException(
                    "allowed-max-lifetime must not be shorter than allowed-min-lifetime");
        }
        if (defaultMaxLifetime != null
                && !defaultMaxLifetime.equals(
                        within(defaultMaxLifetime, allowedMinLifetime, allowedMaxLifetime))) {
            throw new IllegalArgumentException(
                    "default-max-lifetime must lie between allowed-min-lifetime and"
                            + " allowed-max-lifetime");
        }
    }

    boolean hasDefault() {
        return defaultMaxLifetime != null;
    }

    /** The allowed lifetime that is nearest to the one asked for. */
    Duration within(Duration asked) {
        return within(asked, allowedMinLifetime, allowedMaxLifetime);
    }

    private static Duration within(Duration asked, Duration least, @Nullable Duration most) {
        if (asked.compareTo(least) < 0) {
            return least;
        }
        return most != null && asked.compareTo(most) > 0 ? most : asked;
    }
}
