package dev.ganglion.auth.rtc;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The LiveKit media server. With {@code serviceUrl} alone, another service gives out its tokens.
 *
 * @param serviceUrl where clients get tokens: this server's public address and {@code
 *     /_ganglion/livekit}
 * @param url where clients connect to LiveKit, {@code wss:}
 * @param apiUrl where this service reaches LiveKit; the host of {@code url} unless it is set
 * @param key the name of a key in LiveKit's configuration
 * @param secret the key itself, 32 characters or more
 * @param secretFile a file that holds it
 * @param tokenLifetime how long a token lets its bearer connect; who is connected stays so
 */
@Validated
@ConfigurationProperties("ganglion.livekit")
public record LivekitProperties(
        @Nullable URI serviceUrl,
        @Nullable URI url,
        @Nullable URI apiUrl,
        @Nullable String key,
        @Nullable String secret,
        @Nullable Path secretFile,
        @NotNull @DurationMin(seconds = 10) @DefaultValue("10m") Duration tokenLifetime) {
    /** Without the secret, which must not get into a log. */
    @Override
    public String toString() {
        return "LivekitProperties";
    }
}
