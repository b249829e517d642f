package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.blockInvitations;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code create_room.yaml}; addresses are in {@link ThirdPartyInvitesAcceptanceTest}. */
@ExtendWith(Stage.class)
class CreateRoomAcceptanceTest {
    private final Homeserver server;
    private final MatrixSession alice;
    private final MatrixSession bob;

    CreateRoomAcceptanceTest(Homeserver server) {
        Party party = Party.at(server);
        this.server = server;
        this.alice = party.alice();
        this.bob = party.bob();
    }

    @Test
    void aRoomIsAsEveryFieldSays() {
        String alias = unique("created");
        RoomId room = alice.createRoom(everyField(alias));

        assertThat(state(room, "m.room.create"))
                .isEqualTo(
                        json(
                                """
                                {"creator": "%s", "m.federate": false, "room_version": "10", "type": "m.space"}
                                """
                                        .formatted(alice.userId())));
        assertThat(state(room, "m.room.name").string("name")).contains("Tea");
        assertThat(state(room, "m.room.topic").string("topic")).contains("Leaves");
        assertThat(state(room, "m.room.canonical_alias").string("alias"))
                .contains("#" + alias + ":" + alice.userId().serverName());
        assertThat(state(room, "m.room.guest_access").string("guest_access")).contains("forbidden");
        assertThat(state(room, "m.room.join_rules").string("join_rule")).contains("invite");
        assertThat(state(room, "m.room.power_levels").integer("events_default")).contains(7L);
        assertThat(alice.state(room, "m.room.member", bob.userId().value()))
                .satisfies(member -> assertThat(member.string("membership")).contains("invite"))
                .satisfies(member -> assertThat(member.bool("is_direct")).contains(true));
        assertThat(alice.get(v3("directory", "list", "room", room)).string("visibility"))
                .contains("public");
    }

    @Test
    void aRoomMayBeCreatedWithNothingSaid() {
        assertThat(state(alice.createRoom(JsonObject.EMPTY), "m.room.join_rules"))
                .isEqualTo(JsonObject.of("join_rule", "invite"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"name": 5}                                                 | M_BAD_JSON
                    {"preset": "tea_chat"}                                      | M_BAD_JSON
                    {"visibility": "hidden"}                                    | M_INVALID_PARAM
                    {"room_version": "tea"}                                     | M_UNSUPPORTED_ROOM_VERSION
                    {"initial_state": [{"type": "m.room.create", "content": {}}]} | M_INVALID_PARAM
                    {"power_level_content_override": {"users": {"alice": 100}}} | M_INVALID_ROOM_STATE
                    """)
    void anInvalidRequestIsRefused(String request, String errcode) {
        refused(400, errcode, () -> alice.createRoom(json(request)));
    }

    @Test
    void anAliasThatIsTakenIsRefused() {
        JsonObject request = JsonObject.of("room_alias_name", unique("taken"));
        alice.createRoom(request);

        refused(400, "M_ROOM_IN_USE", () -> bob.createRoom(request));
    }

    @Test
    void whatIsNoJsonIsRefused() {
        refused(400, "M_NOT_JSON", () -> alice.callWith("POST", v3("createRoom"), "{\"name\": "));
    }

    @Test
    void anIdentityServerThatIsNotTrustedIsForbidden() {
        JsonObject request =
                json(
                        """
                        {"invite_3pid": [{"id_server": "id.test.local", "id_access_token": "abc",
                                          "medium": "email", "address": "carol@test.local"}]}
                        """);

        refused(403, "M_SERVER_NOT_TRUSTED", () -> alice.createRoom(request));
    }

    @Test
    void whoWantsNoInvitationGetsNone() {
        MatrixSession hermit = server.stranger();
        blockInvitations(hermit);
        JsonObject request = json("{\"invite\": [\"" + hermit.userId() + "\"]}");

        refused(403, "M_INVITE_BLOCKED", () -> alice.createRoom(request));
    }

    private JsonObject everyField(String alias) {
        return json(
                """
                {"visibility": "public", "room_alias_name": "%s", "name": "Tea", "topic": "Leaves",
                 "invite": ["%s"], "invite_3pid": [], "room_version": "10",
                 "creation_content": {"m.federate": false, "type": "m.space"},
                 "initial_state": [{"type": "m.room.guest_access", "state_key": "",
                                    "content": {"guest_access": "forbidden"}}],
                 "preset": "trusted_private_chat", "is_direct": true,
                 "power_level_content_override": {"events_default": 7}}
                """
                        .formatted(alias, bob.userId()));
    }

    private JsonObject state(RoomId room, String type) {
        return alice.state(room, type, "");
    }
}
