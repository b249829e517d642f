package dev.ganglion.gateway.discovery;

import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where clients and servers find this server.
 *
 * @param client {@code m.homeserver.base_url} of {@code /.well-known/matrix/client}; absent: 404
 * @param identityServer {@code m.identity_server.base_url}
 * @param server {@code m.server} of {@code /.well-known/matrix/server}, {@code host:port}; absent:
 *     404
 * @param supportPage {@code support_page} of {@code /.well-known/matrix/support}
 * @param supportEmail the administrator's address there
 * @param policyServerKey {@code public_keys.ed25519} of {@code /.well-known/matrix/policy_server},
 *     of a policy server that goes by this server's name; absent: 404
 * @param unstableFeatures {@code unstable_features} of {@code /_matrix/client/versions}
 */
@Validated
@ConfigurationProperties("ganglion.well-known")
public record DiscoverySettings(
        Optional<URI> client,
        Optional<URI> identityServer,
        Optional<String> server,
        Optional<URI> supportPage,
        Optional<String> supportEmail,
        Optional<
                        @Pattern(
                                regexp = "[A-Za-z0-9+/]{43}",
                                message = "must be an ed25519 key in unpadded base64")
                        String>
                policyServerKey,
        @DefaultValue Map<String, Boolean> unstableFeatures) {}
