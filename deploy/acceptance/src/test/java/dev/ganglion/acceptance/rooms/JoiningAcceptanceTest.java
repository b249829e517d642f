package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code joining.yaml}; 429 is in {@link RateLimitsAcceptanceTest}. */
@ExtendWith(Stage.class)
class JoiningAcceptanceTest {
    private final Party party;

    JoiningAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
    }

    @Test
    void aPublicRoomIsJoinedByIdWithAReason() {
        RoomId room = party.publicRoom();

        JsonObject answer = party.bob().call("POST", v3("rooms", room, "join"), everyField());

        assertThat(answer).isEqualTo(JsonObject.of("room_id", room.value()));
        assertThat(party.membership(room, party.bob()).string("reason")).contains("for the tea");
    }

    @Test
    void aRoomIsJoinedByAliasThroughAnyServerThatIsNamed() {
        String localpart = unique("joined");
        RoomId room =
                party.alice()
                        .createRoom(
                                json(
                                        """
                                        {"preset": "public_chat", "room_alias_name": "%s"}
                                        """
                                                .formatted(localpart)));
        String alias = "#" + localpart + ":" + party.bob().userId().serverName();

        JsonObject answer =
                party.bob()
                        .call(
                                "POST",
                                v3("join", alias) + "?via=a.test.local&via=b.test.local",
                                everyField());

        assertThat(answer).isEqualTo(JsonObject.of("room_id", room.value()));
        assertThat(party.bob().call("POST", v3("join", room), JsonObject.EMPTY)).isEqualTo(answer);
    }

    @Test
    void whoIsNotInvitedIsForbidden() {
        refusedByBothDoors(party.privateRoom());
    }

    @Test
    void whoIsBannedIsForbidden() {
        RoomId room = party.publicRoom();
        party.alice().ban(room, party.bob().userId());

        refusedByBothDoors(room);
    }

    @Test
    void whoMeetsNoConditionIsForbidden() {
        RoomId club = party.privateRoom();
        RoomId room = party.privateRoom();
        party.alice()
                .sendState(
                        room,
                        "m.room.join_rules",
                        "",
                        json(
                                """
                                {"join_rule": "restricted",
                                 "allow": [{"type": "m.room_membership", "room_id": "%s"}]}
                                """
                                        .formatted(club)));

        refusedByBothDoors(room);
    }

    @Test
    void aRoomThatIsNotKnownIsNotFound() {
        String alias = "#" + unique("absent") + ":" + party.bob().userId().serverName();

        refused(404, "M_NOT_FOUND", () -> party.bob().join(alias));
    }

    private void refusedByBothDoors(RoomId room) {
        refused(403, "M_FORBIDDEN", () -> party.bob().join(room));
        refused(
                403,
                "M_FORBIDDEN",
                () -> party.bob().call("POST", v3("rooms", room, "join"), JsonObject.EMPTY));
    }

    /** But for a signed invitation, which is in {@link ThirdPartyInvitesAcceptanceTest}. */
    private static JsonObject everyField() {
        return json(
                """
                {"reason": "for the tea"}
                """);
    }
}
