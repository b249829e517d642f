package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.blockInvitations;
import static dev.ganglion.acceptance.rooms.Party.json;
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

/** {@code inviting.yaml}; 429 is in {@link RateLimitsAcceptanceTest}. */
@ExtendWith(Stage.class)
class InvitingAcceptanceTest {
    private final Homeserver server;
    private final Party party;

    InvitingAcceptanceTest(Homeserver server) {
        this.server = server;
        this.party = Party.at(server);
    }

    @Test
    void somebodyIsInvitedWithAReasonAndOnceMore() {
        RoomId room = party.privateRoom();
        JsonObject request =
                json(
                        """
                        {"user_id": "%s", "reason": "there is tea"}
                        """
                                .formatted(party.bob().userId()));

        assertThat(invite(room, request)).isEqualTo(JsonObject.EMPTY);
        assertThat(invite(room, request)).isEqualTo(JsonObject.EMPTY);

        assertThat(party.membership(room, party.bob()))
                .satisfies(member -> assertThat(member.string("membership")).contains("invite"))
                .satisfies(member -> assertThat(member.string("reason")).contains("there is tea"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"user_id": 5}       | M_BAD_JSON
                    {"user_id": "bob"}   | M_BAD_JSON
                    {"reason": "nobody"} | M_MISSING_PARAM
                    """)
    void anInvalidRequestIsRefused(String request, String errcode) {
        RoomId room = party.privateRoom();

        refused(400, errcode, () -> invite(room, json(request)));
    }

    @Test
    void whatIsNoJsonIsRefused() {
        String path = v3("rooms", party.privateRoom(), "invite");

        refused(400, "M_NOT_JSON", () -> party.alice().callWith("POST", path, "{\"user_id\": "));
    }

    @Test
    void whoIsBannedIsNotInvited() {
        RoomId room = party.privateRoom();
        party.alice().ban(room, party.bob().userId());

        refused(403, "M_FORBIDDEN", () -> party.alice().invite(room, party.bob().userId()));
    }

    @Test
    void whoIsAMemberIsNotInvited() {
        RoomId room = party.sharedRoom();

        refused(403, "M_FORBIDDEN", () -> party.alice().invite(room, party.bob().userId()));
    }

    @Test
    void whoIsNotInTheRoomInvitesNobody() {
        RoomId room = party.privateRoom();

        refused(403, "M_FORBIDDEN", () -> party.bob().invite(room, party.mallory().userId()));
    }

    @Test
    void whoHasTooLittlePowerInvitesNobody() {
        RoomId room =
                party.alice()
                        .createRoom(
                                json(
                                        """
                                        {"preset": "public_chat",
                                         "power_level_content_override": {"invite": 50}}
                                        """));
        party.bob().join(room);

        refused(403, "M_FORBIDDEN", () -> party.bob().invite(room, party.mallory().userId()));
    }

    @Test
    void whoWantsNoInvitationGetsNone() {
        RoomId room = party.privateRoom();
        MatrixSession hermit = server.stranger();
        blockInvitations(hermit);

        refused(403, "M_INVITE_BLOCKED", () -> party.alice().invite(room, hermit.userId()));
    }

    private JsonObject invite(RoomId room, JsonObject request) {
        return party.alice().call("POST", v3("rooms", room, "invite"), request);
    }
}
