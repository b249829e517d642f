package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Clients;
import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.Map;
import java.util.Set;

/**
 * What a server says of itself: {@code versions.yaml}, {@code capabilities.yaml}, {@code
 * wellknown.yaml}, {@code support.yaml}, {@code voip.yaml}.
 */
@ExtendWith(Stage.class)
class DiscoveryAcceptanceTest {
    private static final String CLIENT = "/.well-known/matrix/client";
    private static final String SUPPORT = "/.well-known/matrix/support";
    private static final String TURN = v3("voip", "turnServer");
    private static final String CAPABILITIES = v3("capabilities");

    private static Homeserver chosen;

    private final Homeserver plain;

    DiscoveryAcceptanceTest(Homeserver plain) {
        this.plain = plain;
    }

    @BeforeAll
    static void startServer(Clients clients) {
        chosen =
                Homeserver.start(
                        clients,
                        Map.of(
                                "GANGLION_RATE_LIMITS", "off",
                                "GANGLION_WELL_KNOWN_CLIENT", "https://matrix.example.org",
                                "GANGLION_WELL_KNOWN_IDENTITY_SERVER", "https://id.example.org",
                                "GANGLION_WELL_KNOWN_SUPPORT_EMAIL", "help@example.org",
                                "GANGLION_WELL_KNOWN_SUPPORT_PAGE", "https://example.org/help",
                                "GANGLION_TURN_URIS", "turn:turn.example.org?transport=udp",
                                "GANGLION_TURN_SHARED_SECRET", "shared with the TURN server"));
    }

    @AfterAll
    static void stopServer() {
        chosen.close();
    }

    @Test
    void clientsLearnTheVersionsOfTheSpecification() {
        assertThat(
                        plain.client()
                                .get("/_matrix/client/versions")
                                .array("versions")
                                .orElse(JsonArray.EMPTY)
                                .strings())
                .contains("v1.1", "v1.11");
    }

    @Test
    void aUserLearnsWhatTheServerCan() {
        MatrixSession someone = plain.person("alice");

        JsonObject capabilities = someone.get(CAPABILITIES).object("capabilities").orElseThrow();

        assertThat(capabilities.object("m.change_password").orElseThrow().bool("enabled"))
                .contains(true);
        JsonObject versions = capabilities.object("m.room_versions").orElseThrow();
        Set<String> available = versions.object("available").orElseThrow().keys();
        assertThat(available).contains(versions.string("default").orElseThrow());
        refused(401, "M_MISSING_TOKEN", () -> plain.client().get(CAPABILITIES));
    }

    @Test
    void clientsFindTheServerAndPeopleFindWhoRunsIt() {
        assertThat(chosen.client().get(CLIENT))
                .isEqualTo(
                        Json.parseObject(
                                """
                                {"m.homeserver": {"base_url": "https://matrix.example.org"},
                                 "m.identity_server": {"base_url": "https://id.example.org"}}
                                """));
        assertThat(chosen.client().get(SUPPORT).toString())
                .contains("help@example.org", "https://example.org/help");
    }

    @Test
    void whatIsNotSetUpIsNotFound() {
        refused(404, "M_NOT_FOUND", () -> plain.client().get(CLIENT));
        refused(404, "M_NOT_FOUND", () -> plain.client().get(SUPPORT));
    }

    @Test
    void callersGetCredentialsForTheTurnServerIfThereIsOne() {
        MatrixSession caller = chosen.stranger();

        JsonObject turn = caller.get(TURN);

        assertThat(turn.array("uris").orElseThrow().strings())
                .containsExactly("turn:turn.example.org?transport=udp");
        assertThat(turn.string("username").orElseThrow()).endsWith(caller.userId().value());
        assertThat(turn.string("password")).isPresent();
        assertThat(turn.integer("ttl").orElseThrow()).isPositive();
        refused(401, "M_MISSING_TOKEN", () -> chosen.client().get(TURN));
    }
}
