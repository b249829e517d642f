package dev.ganglion.service.client;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where the services are: {@code ganglion.services.<name>.urls}.
 *
 * @param services by their name
 * @param callTimeout how long a call between services may take, and as long again it may wait for a
 *     connection; {@code ganglion.call-timeout}
 */
@Validated
@ConfigurationProperties("ganglion")
public record ServiceAddresses(
        @NotNull @DefaultValue Map<String, @Valid Replicas> services,
        @NotNull @DefaultValue("10s") Duration callTimeout) {

    /**
     * The replicas of one service.
     *
     * @param urls such as {@code http://room-1:8102}
     */
    public record Replicas(@NotEmpty List<@NotNull URI> urls) {}

    /** The replicas of this service. */
    public List<URI> urlsOf(String service) {
        Replicas replicas = services.get(service);
        if (replicas == null) {
            throw new IllegalStateException("ganglion.services." + service + ".urls is not set");
        }
        return replicas.urls();
    }
}
