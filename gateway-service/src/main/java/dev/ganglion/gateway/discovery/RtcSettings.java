package dev.ganglion.gateway.discovery;

import org.springframework.boot.context.properties.ConfigurationProperties;

import java.net.URI;
import java.util.Optional;

/**
 * Of calls by way of LiveKit, the part that clients look for here. Auth-service reads it too, and
 * says whether it makes sense.
 *
 * @param serviceUrl {@code livekit_service_url} in {@code /.well-known/matrix/client}
 */
@ConfigurationProperties("ganglion.livekit")
public record RtcSettings(Optional<URI> serviceUrl) {}
