package dev.ganglion.auth.keybackup;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How much users may back up.
 *
 * @param maxVersions backups that a user has at one time
 * @param maxKeys keys in all backups of a user
 * @param maxSize what their {@code session_data} may take
 * @param discardInterval how often the keys of deleted backups are removed
 */
@Validated
@ConfigurationProperties("ganglion.key-backup")
public record KeyBackupProperties(
        @Min(1) @DefaultValue("100") int maxVersions,
        @Min(1) @DefaultValue("1000000") long maxKeys,
        @NotNull @DefaultValue("1GB") DataSize maxSize,
        @NotNull @DurationMin(millis = 10) @DefaultValue("1m") Duration discardInterval) {}
