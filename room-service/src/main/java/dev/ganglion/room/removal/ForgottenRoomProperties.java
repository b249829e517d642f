package dev.ganglion.room.removal;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * What becomes of rooms that everybody has left and forgotten.
 *
 * @param enabled {@code ganglion.forgotten-rooms.enabled}: whether they are removed at all
 * @param grace {@code ganglion.forgotten-rooms.grace}: how long they are kept in case that somebody
 *     comes back
 * @param interval {@code ganglion.forgotten-rooms.interval} between two looks at all rooms
 */
@Validated
@ConfigurationProperties("ganglion.forgotten-rooms")
record ForgottenRoomProperties(
        @DefaultValue("true") boolean enabled,
        @NotNull @DurationMin(minutes = 1) @DefaultValue("7d") Duration grace,
        @NotNull @DurationMin(seconds = 1) @DefaultValue("1h") Duration interval) {}
