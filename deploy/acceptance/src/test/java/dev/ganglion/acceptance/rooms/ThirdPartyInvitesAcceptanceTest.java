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
import dev.ganglion.testing.identityserver.FakeIdentityServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

/**
 * {@code third_party_membership.yaml}, and what {@code joining.yaml} and {@code create_room.yaml}
 * say about addresses; 429 is in {@link RateLimitsAcceptanceTest}.
 */
@ExtendWith(Stage.class)
class ThirdPartyInvitesAcceptanceTest {
    private static final String PENDING = "m.room.third_party_invite";

    private final Homeserver homeserver;
    private final Party party;
    private final FakeIdentityServer identityServer;
    private final String email = unique("carol") + "@example.org";

    ThirdPartyInvitesAcceptanceTest(Homeserver homeserver, FakeIdentityServer identityServer) {
        this.homeserver = homeserver;
        this.party = Party.at(homeserver);
        this.identityServer = identityServer;
    }

    @Test
    void whoeverIsKnownToHaveTheAddressIsInvited() {
        RoomId room = party.privateRoom();
        identityServer.binds(email, party.bob().userId());

        assertThat(invite(party.alice(), room)).isEqualTo(JsonObject.EMPTY);

        assertThat(party.membership(room, party.bob()).string("membership")).contains("invite");
    }

    @Test
    void whoeverProvesToHaveTheAddressJoins() {
        RoomId byRoom = party.privateRoom();
        RoomId byAlias = party.privateRoom();

        for (String path : List.of(v3("rooms", byRoom, "join"), v3("join", byAlias))) {
            RoomId room = path.endsWith("join") ? byRoom : byAlias;
            invite(party.alice(), room);
            JsonObject request =
                    JsonObject.of("reason", "for the tea").with("third_party_signed", proof(room));

            assertThat(party.bob().call("POST", path, request).string("room_id"))
                    .contains(room.value());
            assertThat(party.membership(room, party.bob()).string("membership")).contains("join");
        }
    }

    @Test
    void aRoomBeginsWithInvitationsByAddress() {
        identityServer.binds(email, party.bob().userId());

        RoomId room =
                party.alice().createRoom(json("{\"invite_3pid\": [" + byAddress(server()) + "]}"));

        assertThat(party.membership(room, party.bob()).string("membership")).contains("invite");
    }

    @Test
    void whoIsBannedIsNotInvited() {
        RoomId room = party.privateRoom();
        party.alice().ban(room, party.bob().userId());
        identityServer.binds(email, party.bob().userId());

        refused(403, "M_FORBIDDEN", () -> invite(party.alice(), room));
    }

    @Test
    void whoIsAMemberIsNotInvited() {
        RoomId room = party.sharedRoom();
        identityServer.binds(email, party.bob().userId());

        refused(403, "M_FORBIDDEN", () -> invite(party.alice(), room));
    }

    @Test
    void whoIsNotInTheRoomInvitesNobody() {
        RoomId room = party.privateRoom();

        refused(403, "M_FORBIDDEN", () -> invite(party.bob(), room));
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

        refused(403, "M_FORBIDDEN", () -> invite(party.bob(), room));
    }

    @Test
    void whoWantsNoInvitationGetsNone() {
        RoomId room = party.privateRoom();
        MatrixSession hermit = homeserver.stranger();
        blockInvitations(hermit);
        identityServer.binds(email, hermit.userId());

        refused(403, "M_INVITE_BLOCKED", () -> invite(party.alice(), room));
    }

    @Test
    void aServerThatIsNotTrustedIsNotAsked() {
        RoomId room = party.privateRoom();
        JsonObject request = byAddress("evil.test.local");

        refused(
                403,
                "M_SERVER_NOT_TRUSTED",
                () -> party.alice().call("POST", v3("rooms", room, "invite"), request));
    }

    @Test
    void whoProvesNothingDoesNotJoin() {
        RoomId room = party.privateRoom();
        invite(party.alice(), room);
        JsonObject forBob = JsonObject.EMPTY.with("third_party_signed", proof(room));

        refused(
                403,
                "M_FORBIDDEN",
                () -> party.carol().call("POST", v3("rooms", room, "join"), forBob));
        refused(403, "M_FORBIDDEN", () -> party.carol().call("POST", v3("join", room), forBob));
    }

    private JsonObject invite(MatrixSession who, RoomId room) {
        return who.call("POST", v3("rooms", room, "invite"), byAddress(server()));
    }

    private String server() {
        return identityServer.name();
    }

    private JsonObject byAddress(String idServer) {
        return json(
                """
                {"id_server": "%s", "id_access_token": "%s", "medium": "email", "address": "%s"}
                """
                        .formatted(idServer, FakeIdentityServer.ACCESS_TOKEN, email));
    }

    /** That Bob has the address that the room waits for. */
    private JsonObject proof(RoomId room) {
        return identityServer.signs(
                party.alice().userId(), party.bob().userId(), pendingToken(room));
    }

    private String pendingToken(RoomId room) {
        return party.alice()
                .getList(v3("rooms", room, "state"))
                .objects()
                .filter(event -> event.string("type").orElseThrow().equals(PENDING))
                .map(event -> event.string("state_key").orElseThrow())
                .findFirst()
                .orElseThrow();
    }
}
