package dev.ganglion.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.ganglion.testing.infrastructure.Infrastructure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A story in which every kind of token and secret is made, some of them used and some not yet. Then
 * whoever reads all tables, all of Redis and all logs finds none of them, in no form.
 *
 * <p>Not among them: registration tokens, which administrators read again; the PKCE verifier for a
 * provider of single sign-on, which this server has to say once more and which helps nobody without
 * the provider's code.
 */
@ExtendWith(Stage.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsAtRestAcceptanceTest {
    private static final String SHARED_SECRET = "the-secret-of-those-who-register-others";
    private static final String TURN_SECRET = "the-secret-of-the-turn-server";
    private static final String PROVIDER_SECRET = "the-secret-of-the-client-at-the-provider";
    private static final String HOMESERVER_TOKEN = "the-token-for-an-application-service";

    private final MailSink mails = new MailSink();
    private final HttpServer provider = provider();
    private Cluster cluster;
    private SecretStory story;

    @BeforeAll
    void startCluster(Clients clients, @TempDir Path folder) throws IOException {
        cluster = Cluster.of(1, Tuning.QUICK_START, settings(folder));
        story = new SecretStory(clients.of(cluster.gateway()), cluster.gateway(), mails);
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
        mails.close();
        provider.stop(0);
    }

    private Map<String, String> settings(Path folder) throws IOException {
        Path registration =
                Files.writeString(
                        folder.resolve("irc.yaml"),
                        """
                        id: irc
                        url: null
                        as_token: %s
                        hs_token: %s
                        sender_localpart: _irc_bot
                        rate_limited: false
                        namespaces: {users: [{exclusive: true, regex: '@_irc_.*'}]}
                        """
                                .formatted(SecretStory.APPLICATION_TOKEN, HOMESERVER_TOKEN));
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("GANGLION_GATEWAY_ACCESS_LOG", "on");
        settings.put("GANGLION_LOG_LEVEL", "DEBUG");
        settings.put("GANGLION_APPLICATION_SERVICES", registration.toString());
        settings.put("GANGLION_PUBLIC_BASE_URL", "http://localhost:8008");
        settings.put("GANGLION_REGISTRATION_SHARED_SECRET", SHARED_SECRET);
        settings.put("GANGLION_TURN_URIS", "turn:turn.example");
        settings.put("GANGLION_TURN_SHARED_SECRET", TURN_SECRET);
        settings.put("GANGLION_MAIL_HOST", "127.0.0.1");
        settings.put("GANGLION_MAIL_PORT", String.valueOf(mails.port()));
        settings.put("GANGLION_MAIL_SECURITY", "none");
        settings.put("GANGLION_MAIL_FROM", "noreply@test.local");
        settings.put("GANGLION_SSO_PROVIDERS_0_ID", "company");
        settings.put("GANGLION_SSO_PROVIDERS_0_NAME", "Company");
        settings.put("GANGLION_SSO_PROVIDERS_0_ISSUER", issuer());
        settings.put("GANGLION_SSO_PROVIDERS_0_CLIENTID", "ganglion");
        settings.put("GANGLION_SSO_PROVIDERS_0_CLIENTSECRET", PROVIDER_SECRET);
        return settings;
    }

    @Test
    void a01a05NobodyWhoReadsTheStoresOrTheLogsFindsAnythingToUse() throws SQLException {
        Map<String, String> secrets = new LinkedHashMap<>(story.told());
        secrets.put("the secret for registration", SHARED_SECRET);
        secrets.put("the secret of TURN", TURN_SECRET);
        secrets.put("the secret of the provider", PROVIDER_SECRET);
        secrets.put("an as_token", SecretStory.APPLICATION_TOKEN);
        secrets.put("an hs_token", HOMESERVER_TOKEN);

        String found =
                DatabaseContents.textOf(cluster.database())
                        + RedisContents.textOf(Infrastructure.shared().redis().url());
        String logged = cluster.output();

        assertThat(found)
                .contains("@alice:test.local", "APPDEVICE", "UNUSEDDEVICE", "ganglion:interactive:")
                .contains(
                        "ganglion:sso:pending:",
                        "ganglion:nonce:",
                        "auth.login_token",
                        SecretStory.ADDRESS);
        assertThat(logged).contains("dev.ganglion.gateway.access", "\"level\":\"DEBUG\"");
        assertThat(secrets).hasSizeGreaterThan(30);
        secrets.forEach((name, secret) -> assertAbsent(name, secret, found, logged));
        assertThat(found).as("internal tokens").doesNotContainPattern("eyJ[\\w-]+\\.eyJ");
    }

    private void assertAbsent(String name, String secret, String found, String logged) {
        for (String form : SecretForms.of(secret)) {
            assertThat(found.contains(form)).as("%s in a store, as %s", name, form).isFalse();
            assertThat(logged.contains(form)).as("%s in a log, as %s", name, form).isFalse();
        }
    }

    private String issuer() {
        return "http://127.0.0.1:" + provider.getAddress().getPort() + "/company";
    }

    /** It tells about itself, and nobody gets further with it here. */
    private HttpServer provider() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        byte[] about =
                                """
                                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                                 "jwks_uri": "%1$s/jwks", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                                 "id_token_signing_alg_values_supported": ["RS256"]}
                                """
                                        .formatted(issuer())
                                        .getBytes(StandardCharsets.UTF_8);
                        exchange.getResponseHeaders().set("Content-Type", "application/json");
                        exchange.sendResponseHeaders(200, about.length);
                        exchange.getResponseBody().write(about);
                        exchange.close();
                    });
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
