package dev.ganglion.service.identity;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The keys of the trust between services.
 *
 * @param keyFile this service's private key, a JWK whose {@code kid} is the service's name
 * @param trustedKeysFile the public keys of all services, a JWK set
 * @param userTokenLifetime how long the internal token of a user is good for
 * @param serviceTokenLifetime how long a service token is good for
 */
@Validated
@ConfigurationProperties("ganglion.internal")
public record InternalProperties(
        @NotNull Path keyFile,
        @NotNull Path trustedKeysFile,
        @NotNull @DurationMin(seconds = 10) @DurationMax(hours = 1) @DefaultValue("5m")
                Duration userTokenLifetime,
        @NotNull @DurationMin(seconds = 10) @DurationMax(hours = 1) @DefaultValue("5m")
                Duration serviceTokenLifetime) {}
