package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code profile.yaml}; 429 is in {@link RateLimitsAcceptanceTest}, 403 of a server that shows
 * profiles to its users alone in {@link OperatorsChoicesAcceptanceTest}.
 */
@ExtendWith(Stage.class)
class ProfilesAcceptanceTest {
    private final Homeserver server;
    private final Party party;

    ProfilesAcceptanceTest(Homeserver server) {
        this.server = server;
        this.party = Party.at(server);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    displayname       | "Dora"
                    avatar_url        | "mxc://a.b/c"
                    m.tz              | "Europe/London"
                    org.example.tea   | {"kind": ["green", 2]}
                    """)
    void aFieldIsSetReadByAnybodyAndDeleted(String field, String value) {
        MatrixSession dora = server.stranger();
        String path = v3("profile", dora.userId(), field);
        JsonObject body = json("{\"" + field + "\": " + value + "}");

        assertThat(dora.call("PUT", path, body)).isEqualTo(JsonObject.EMPTY);

        assertThat(server.client().get(path)).isEqualTo(body);
        assertThat(party.bob().get(v3("profile", dora.userId())).get(field))
                .isEqualTo(body.get(field));
        assertThat(dora.delete(path)).isEqualTo(JsonObject.EMPTY);
        assertThat(dora.delete(path)).as("once more").isEqualTo(JsonObject.EMPTY);
        refused(404, "M_NOT_FOUND", () -> server.client().get(path));
    }

    @Test
    void aProfileIsReadAsAWhole() {
        MatrixSession dora = server.stranger();
        put(dora, "displayname", "\"Dora\"");
        put(dora, "avatar_url", "\"mxc://a.b/c\"");
        put(dora, "m.tz", "\"Europe/London\"");
        put(dora, "org.example.tea", "null");

        assertThat(server.client().get(v3("profile", dora.userId())))
                .isEqualTo(
                        json(
                                """
                                {"displayname": "Dora", "avatar_url": "mxc://a.b/c",
                                 "m.tz": "Europe/London", "org.example.tea": null}
                                """));
    }

    @Test
    void aNewNameIsToldToTheRooms() {
        MatrixSession dora = server.stranger();
        RoomId room = party.publicRoom();
        dora.join(room);

        put(dora, "displayname", "\"Dora\"");

        await().untilAsserted(
                        () ->
                                assertThat(party.membership(room, dora).string("displayname"))
                                        .contains("Dora"));
    }

    @Test
    void aProfileThatIsNotThereIsNotFound() {
        String nobody = "@" + unique("nobody") + ":" + party.alice().userId().serverName();

        refused(404, "M_NOT_FOUND", () -> server.client().get(v3("profile", nobody)));
        refused(
                404,
                "M_NOT_FOUND",
                () -> server.client().get(v3("profile", nobody, "displayname")));
        refused(
                404,
                "M_NOT_FOUND",
                () -> server.client().get(v3("profile", party.alice().userId(), "org.example.no")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    displayname | {"displayname": 5}        | M_BAD_JSON
                    displayname | {"displayname":           | M_NOT_JSON
                    avatar_url  | {"avatar_url": "tea"}     | M_BAD_JSON
                    m.tz        | {"m.tz": 5}               | M_BAD_JSON
                    m.tz        | {"m.tz": "Tea/Time"}      | M_INVALID_PARAM
                    displayname | {}                        | M_MISSING_PARAM
                    displayname | {"avatar_url": "mxc://a.b/c"} | M_MISSING_PARAM
                    tea         | {"tea": "green"}          | M_INVALID_PARAM
                    Org.Tea     | {"Org.Tea": "green"}      | M_INVALID_PARAM
                    """)
    void anInvalidFieldIsRefused(String field, String body, String errcode) {
        MatrixSession alice = party.alice();

        refused(
                400,
                errcode,
                () -> alice.callWith("PUT", v3("profile", alice.userId(), field), body));
    }

    @Test
    void aProfileHasLimits() {
        MatrixSession dora = server.stranger();
        String large = "\"" + "x".repeat(40_000) + "\"";
        put(dora, "org.example.first", large);

        refused(400, "M_PROFILE_TOO_LARGE", () -> put(dora, "org.example.second", large));
        refused(400, "M_KEY_TOO_LARGE", () -> put(dora, "org." + "x".repeat(252), "1"));
        put(dora, "org." + "x".repeat(251), "1");
    }

    @Test
    void whatIsNoFieldIsNotDeleted() {
        MatrixSession alice = party.alice();

        refused(400, "M_INVALID_PARAM", () -> alice.delete(v3("profile", alice.userId(), "tea")));
        refused(
                400,
                "M_KEY_TOO_LARGE",
                () -> alice.delete(v3("profile", alice.userId(), "org." + "x".repeat(252))));
    }

    @Test
    void nobodyChangesTheProfileOfAnother() {
        String path = v3("profile", party.alice().userId(), "displayname");

        refused(
                403,
                "M_FORBIDDEN",
                () -> party.bob().call("PUT", path, JsonObject.of("displayname", "Bob")));
        refused(403, "M_FORBIDDEN", () -> party.bob().delete(path));
    }

    private static void put(MatrixSession who, String field, String value) {
        who.call(
                "PUT",
                v3("profile", who.userId(), field),
                json("{\"" + field + "\": " + value + "}"));
    }
}
