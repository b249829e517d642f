package dev.ganglion.gateway.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.util.List;

/**
 * How the gateway meets the outside.
 *
 * @param trustedProxies addresses and networks (CIDR) of proxies whose {@code X-Forwarded-For} is
 *     believed; none by default
 * @param maxBody how large the body of a JSON request may be
 * @param maxMedia how large an upload may be here; media-service has the limit that users see
 * @param accessLog whether every request is logged: never its query and never a token
 */
@ConfigurationProperties("ganglion.gateway")
public record EdgeSettings(
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("1GB") DataSize maxMedia,
        @DefaultValue("off") boolean accessLog) {}
