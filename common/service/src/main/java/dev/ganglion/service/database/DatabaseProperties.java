package dev.ganglion.service.database;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * Where the database is and how it is used.
 *
 * @param enabled whether the service has a database at all; the gateway has none
 * @param schema the schema that the service owns; its role is {@code ganglion_<schema>}
 * @param poolSize the most connections at once
 * @param acquireTimeout how long a request waits for a connection before it is answered with 503
 * @param statementTimeout how long one statement may run
 * @param lockTimeout how long a statement may wait for a lock
 * @param idleInTransactionTimeout how long a transaction may stand still
 */
@Validated
@ConfigurationProperties("ganglion.database")
public record DatabaseProperties(
        @DefaultValue("true") boolean enabled,
        @NotBlank @DefaultValue("localhost") String host,
        @Min(1) @Max(65_535) @DefaultValue("5432") int port,
        @NotBlank @DefaultValue("ganglion") String name,
        @NotNull @DefaultValue("") String password,
        @NotNull @Pattern(regexp = "[a-z]+") String schema,
        @Min(1) @Max(500) @DefaultValue("10") int poolSize,
        @NotNull @DurationMin(millis = 100) @DefaultValue("2s") Duration acquireTimeout,
        @NotNull @DurationMin(millis = 100) @DefaultValue("15s") Duration statementTimeout,
        @NotNull @DurationMin(millis = 100) @DefaultValue("5s") Duration lockTimeout,
        @NotNull @DurationMin(millis = 100) @DefaultValue("10s")
                Duration idleInTransactionTimeout) {

    /** The role that owns the schema. */
    public String role() {
        return "ganglion_" + schema;
    }

    /** Without the password, which must not get into a log. */
    @Override
    public String toString() {
        return role() + "@" + host + ":" + port + "/" + name;
    }
}
