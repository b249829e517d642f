package dev.ganglion.sync.pusher;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.net.URI;
import java.util.List;

/**
 * Which pushers users may have.
 *
 * @param maxPerUser how many
 * @param email whether there are pushers of the kind {@code email}, which need a mail server
 * @param ownGateways push gateways of the operator, such as {@code http://ntfy:8080}: they may have
 *     private addresses and speak plain HTTP. One without a port stands for all ports of that name
 */
@Validated
@ConfigurationProperties("ganglion.pushers")
public record PusherProperties(
        @Min(1) @Max(10_000) @DefaultValue("100") int maxPerUser,
        @DefaultValue("true") boolean email,
        @DefaultValue List<URI> ownGateways) {
    /** Copies the list, and refuses what is no gateway's address. */
    public PusherProperties {
        ownGateways = List.copyOf(ownGateways);
        ownGateways.forEach(PusherProperties::check);
    }

    private static void check(URI gateway) {
        boolean isOrigin =
                GatewayAddresses.isHttp(gateway)
                        && gateway.getHost() != null
                        && gateway.getRawPath().isEmpty()
                        && gateway.getRawQuery() == null
                        && gateway.getRawUserInfo() == null;
        if (!isOrigin) {
            throw new IllegalArgumentException(
                    "ganglion.pushers.own-gateways holds addresses such as http://ntfy:8080, without"
                            + " a path");
        }
    }
}
