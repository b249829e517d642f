package dev.ganglion.auth.password;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What a password must be, and what it costs to check one. To change a cost changes the stored
 * hashes too, each at its owner's next login.
 *
 * @param enabled whether there are passwords of this server at all; those of a directory are not
 *     meant
 * @param minimumLength in characters
 * @param memory of Argon2id
 * @param passes of Argon2id over its memory
 * @param threads how many passwords are checked at once; 0 for one on each processor
 * @param queue how many more may wait; beyond that, logins are asked to come back later
 */
@Validated
@ConfigurationProperties("ganglion.password")
public record PasswordProperties(
        @DefaultValue("true") boolean enabled,
        @Min(1) @Max(128) @DefaultValue("8") int minimumLength,
        @NotNull @DefaultValue("19MB") DataSize memory,
        @Min(1) @Max(100) @DefaultValue("2") int passes,
        @Min(0) @Max(1_000) @DefaultValue("0") int threads,
        @Min(1) @Max(100_000) @DefaultValue("256") int queue) {

    int threadCount() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
