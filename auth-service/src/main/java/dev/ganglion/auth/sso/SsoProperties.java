package dev.ganglion.auth.sso;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;
import java.util.List;

/**
 * What happens around single sign-on.
 *
 * @param clientAllowList addresses of web clients that get people back without asking them first
 * @param patience how long people may take at the provider, and on each page
 */
@Validated
@ConfigurationProperties("ganglion.sso")
public record SsoProperties(
        @DefaultValue List<String> clientAllowList,
        @NotNull @DurationMin(seconds = 30) @DurationMax(hours = 1) @DefaultValue("15m")
                Duration patience) {}
