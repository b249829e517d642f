package dev.ganglion.auth.identityprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class ConnectionsIT {
    private final ProviderHttp http =
            new ProviderHttp(new IdentityProviderProperties(List.of(), Duration.ofSeconds(5), 1));
    private final Connections connections = new Connections(http, Clock.systemUTC());
    private final HttpServer server = create();
    private volatile String metadata = "";

    private static HttpServer create() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = metadata.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        metadata =
                """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "jwks_uri": "%1$s/keys",
                 "token_endpoint": "%1$s/token", "userinfo_endpoint": "%1$s/me",
                 "subject_types_supported": ["public"], "response_types_supported": ["code"],
                 "id_token_signing_alg_values_supported": ["RS256"]}
                """
                        .formatted(issuer());
    }

    @AfterEach
    void stop() {
        http.stop();
        server.stop(0);
    }

    private String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Provider provider(boolean plainHttp) {
        return new Provider(
                "company",
                "Company",
                Optional.empty(),
                Optional.empty(),
                new Provider.Endpoint(
                        new Issuer(issuer()),
                        plainHttp,
                        new ClientID("ganglion"),
                        Optional.empty(),
                        new Scope("openid"),
                        true),
                new Provider.Newcomers(Optional.empty(), Optional.empty(), false, false));
    }

    @Test
    void aProviderOnTheSameHostNeedsNoEncryption() throws Exception {
        assertThat(connections.get(provider(false)).metadata().getTokenEndpointURI())
                .hasToString(issuer() + "/token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/authorize", "/token", "/keys", "/me"})
    void a15AnEndpointThatIsToldMustBeEncrypted(String endpoint) {
        metadata = metadata.replace(issuer() + endpoint, "http://sso.internal" + endpoint);

        assertThatThrownBy(() -> connections.get(provider(false)))
                .isInstanceOf(GeneralException.class)
                .hasMessageContaining("http://sso.internal" + endpoint);
        assertThat(connections.failure(provider(false))).isPresent();
    }

    @Test
    void a15TheOperatorMayWantItOtherwise() throws Exception {
        metadata = metadata.replace(issuer() + "/token", "http://sso.internal/token");

        assertThat(connections.get(provider(true)).metadata().getTokenEndpointURI())
                .hasToString("http://sso.internal/token");
    }
}
