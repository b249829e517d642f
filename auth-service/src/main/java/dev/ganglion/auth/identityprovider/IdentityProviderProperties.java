package dev.ganglion.auth.identityprovider;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;
import java.util.List;

/**
 * Single sign-on.
 *
 * @param providers in the order in which people see them
 * @param timeout for an answer of a provider
 * @param threads how many wait for providers at once; as many times eight may wait for a thread
 */
@Validated
@ConfigurationProperties("ganglion.sso")
public record IdentityProviderProperties(
        @DefaultValue List<ProviderSettings> providers,
        @NotNull @DurationMin(millis = 100) @DurationMax(seconds = 30) @DefaultValue("5s")
                Duration timeout,
        @Min(1) @Max(256) @DefaultValue("8") int threads) {}
