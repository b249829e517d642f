package dev.ganglion.auth.identityprovider;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Discovers providers when they are first needed, and again every hour; while that fails, what was
 * known holds. Blocks: for the threads of {@link ProviderCalls}.
 */
@Component
class Connections {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final ProviderHttp http;
    private final Clock clock;
    private final Map<String, Connection> known = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    Connections(ProviderHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    Connection get(Provider provider) throws IOException, GeneralException {
        Connection connection = known.get(provider.id());
        Instant now = clock.instant();
        if (connection != null && connection.discoveredAt().plus(LIFETIME).isAfter(now)) {
            return connection;
        }
        try {
            Connection fresh = discovered(provider, connection, now);
            known.put(provider.id(), fresh);
            failures.remove(provider.id());
            return fresh;
        } catch (IOException | GeneralException e) {
            failures.put(provider.id(), e.toString());
            if (connection == null) {
                throw e;
            }
            log.warn("{} cannot be discovered anew: {}", provider.id(), e.toString());
            known.put(provider.id(), connection.at(now));
            return connection;
        }
    }

    /** Why the last discovery failed; empty when it did not. */
    Optional<String> failure(Provider provider) {
        return Optional.ofNullable(failures.get(provider.id()));
    }

    boolean isKnown(Provider provider) {
        return known.containsKey(provider.id());
    }

    private Connection discovered(Provider provider, @Nullable Connection former, Instant now)
            throws IOException, GeneralException {
        URI address =
                URI.create(
                        OIDCProviderMetadata.resolveURL(provider.endpoint().issuer()).toString());
        OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(http.get(address));
        if (!metadata.getIssuer().equals(provider.endpoint().issuer())) {
            throw new GeneralException("It says to be another issuer, " + metadata.getIssuer());
        }
        if (metadata.getAuthorizationEndpointURI() == null
                || metadata.getTokenEndpointURI() == null
                || metadata.getJWKSetURI() == null) {
            throw new GeneralException("It does not tell where its endpoints are");
        }
        requireSafe(provider, metadata);
        // The keys that are known already are kept.
        if (former != null && former.metadata().toJSONObject().equals(metadata.toJSONObject())) {
            return former.at(now);
        }
        return Connection.of(provider, metadata, http, now);
    }

    /** What leads away from TLS gives the secret, the codes and the keys away. */
    private static void requireSafe(Provider provider, OIDCProviderMetadata metadata)
            throws GeneralException {
        List<URI> addresses =
                Stream.of(
                                metadata.getAuthorizationEndpointURI(),
                                metadata.getTokenEndpointURI(),
                                metadata.getJWKSetURI(),
                                metadata.getUserInfoEndpointURI())
                        .filter(Objects::nonNull)
                        .toList();
        for (URI address : addresses) {
            if (!provider.endpoint().isSafe(address)) {
                throw new GeneralException("It would be spoken with unencrypted at " + address);
            }
        }
    }
}
