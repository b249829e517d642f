package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.blockInvitations;
import static dev.ganglion.acceptance.rooms.Party.eventId;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code room_state.yaml}, and what {@code rooms.yaml} says about state. */
@ExtendWith(Stage.class)
class RoomStateAcceptanceTest {
    private static final JsonObject TEA = JsonObject.of("kind", "green");

    private final Homeserver server;
    private final Party party;

    RoomStateAcceptanceTest(Homeserver server) {
        this.server = server;
        this.party = Party.at(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a%2Fb%20c"})
    void stateIsSetAndReadAsContentAndAsEvent(String key) {
        RoomId room = party.sharedRoom();
        String path = v3("rooms", room, "state", "org.example.tea") + key;

        EventId event = eventId(party.alice().call("PUT", path, TEA));

        assertThat(party.bob().get(path)).isEqualTo(TEA);
        assertThat(party.bob().get(path + "?format=content")).isEqualTo(TEA);
        assertThat(party.bob().get(path + "?format=event").string("event_id"))
                .contains(event.value());
    }

    @Test
    void allStateIsReadAtOnce() {
        RoomId room = party.sharedRoom();

        assertThat(party.bob().getList(v3("rooms", room, "state")).objects())
                .extracting(event -> event.string("type").orElseThrow())
                .contains("m.room.create", "m.room.power_levels", "m.room.join_rules")
                .filteredOn("m.room.member"::equals)
                .hasSize(2);
    }

    @Test
    void whoHasLeftReadsTheStateOfThatTime() {
        RoomId room = party.sharedRoom();
        party.alice().sendState(room, "m.room.topic", "", JsonObject.of("topic", "before"));
        party.bob().leave(room);
        party.alice().sendState(room, "m.room.topic", "", JsonObject.of("topic", "after"));

        assertThat(party.bob().state(room, "m.room.topic", "").string("topic")).contains("before");
    }

    @Test
    void stateThatIsNotThereIsNotFound() {
        RoomId room = party.publicRoom();

        refused(404, "M_NOT_FOUND", () -> party.alice().state(room, "org.example.absent", ""));
    }

    @Test
    void whoWasNeverInTheRoomIsForbidden() {
        RoomId room = party.privateRoom();

        refused(403, "M_FORBIDDEN", () -> party.mallory().state(room, "m.room.create", ""));
        refused(403, "M_FORBIDDEN", () -> party.mallory().get(v3("rooms", room, "state")));
        refused(
                403,
                "M_FORBIDDEN",
                () -> party.mallory().sendState(room, "org.example.tea", "", TEA));
    }

    @Test
    void whoHasTooLittlePowerIsForbidden() {
        RoomId room = party.sharedRoom();

        refused(403, "M_FORBIDDEN", () -> party.bob().sendState(room, "m.room.name", "", TEA));
    }

    @Test
    void whoWantsNoInvitationGetsNone() {
        RoomId room = party.privateRoom();
        MatrixSession hermit = server.stranger();
        blockInvitations(hermit);

        refused(
                403,
                "M_INVITE_BLOCKED",
                () ->
                        party.alice()
                                .sendState(
                                        room,
                                        "m.room.member",
                                        hermit.userId().value(),
                                        JsonObject.of("membership", "invite")));
    }

    @Test
    void aMainAliasIsOneOfTheRooms() {
        RoomId room = party.publicRoom();
        String server = party.alice().userId().serverName().value();

        refused(400, "M_INVALID_PARAM", () -> setAlias(room, "tea"));
        refused(400, "M_BAD_ALIAS", () -> setAlias(room, "#" + unique("no") + ":" + server));
    }

    private void setAlias(RoomId room, String alias) {
        party.alice()
                .sendState(
                        room,
                        "m.room.canonical_alias",
                        "",
                        json(
                                """
                                {"alias": "%s"}
                                """
                                        .formatted(alias)));
    }
}
