package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Clients;
import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.Map;

/**
 * What a server answers only if its operator has set it up so: {@code policy_server.yaml},
 * profiles.
 */
@ExtendWith(Stage.class)
class OperatorsChoicesAcceptanceTest {
    private static final String POLICY_SERVER = "/.well-known/matrix/policy_server";
    private static final String KEY = "6yhHGKhCiXTSEN2ksjV7kX+N6rBQZ3Xb+M7LlC6NS+s";

    private static Homeserver chosen;

    private final Homeserver plain;

    OperatorsChoicesAcceptanceTest(Homeserver plain) {
        this.plain = plain;
    }

    @BeforeAll
    static void startServer(Clients clients) {
        chosen =
                Homeserver.start(
                        clients,
                        Map.of(
                                "GANGLION_RATE_LIMITS",
                                "off",
                                "GANGLION_WELL_KNOWN_POLICY_SERVER_KEY",
                                KEY,
                                "GANGLION_PROFILE_VISIBLE_TO",
                                "shared-rooms"));
    }

    @AfterAll
    static void stopServer() {
        chosen.close();
    }

    @Test
    void thePolicyServerIsAnnouncedWithItsKey() {
        assertThat(chosen.client().get(POLICY_SERVER))
                .isEqualTo(json("{\"public_keys\": {\"ed25519\": \"" + KEY + "\"}}"));
    }

    @Test
    void whereThereIsNoPolicyServerNoneIsAnnounced() {
        refused(404, "M_NOT_FOUND", () -> plain.client().get(POLICY_SERVER));
    }

    @Test
    void profilesAreShownToThoseWhoShareARoom() {
        MatrixSession alice = chosen.person("alice");
        MatrixSession bob = chosen.person("bob");
        MatrixSession mallory = chosen.person("mallory");
        String profile = v3("profile", alice.userId());
        String field = v3("profile", alice.userId(), "displayname");
        alice.call("PUT", field, JsonObject.of("displayname", "Alice"));
        bob.join(alice.createRoom(JsonObject.of("preset", "public_chat")));

        for (String path : List.of(profile, field)) {
            assertThat(bob.get(path).string("displayname")).contains("Alice");
            refused(403, "M_FORBIDDEN", () -> mallory.get(path));
            refused(403, "M_FORBIDDEN", () -> chosen.client().get(path));
        }
        refused(
                403,
                "M_FORBIDDEN",
                () -> mallory.get(v3("profile", "@nobody:" + alice.userId().serverName())));
    }
}
