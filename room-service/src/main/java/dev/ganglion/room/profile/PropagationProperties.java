package dev.ganglion.room.profile;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How fast a changed display name or avatar reaches the user's rooms.
 *
 * @param roomsPerSecond {@code ganglion.profile.propagation.rooms-per-second}: of one user
 */
@Validated
@ConfigurationProperties("ganglion.profile.propagation")
record PropagationProperties(@Min(1) @Max(10_000) @DefaultValue("100") int roomsPerSecond) {}
