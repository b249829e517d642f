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

/** {@code knocking.yaml}; 429 is in {@link RateLimitsAcceptanceTest}. */
@ExtendWith(Stage.class)
class KnockingAcceptanceTest {
    private final Party party;

    KnockingAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
    }

    @Test
    void somebodyKnocksByIdWithAReason() {
        RoomId room = party.privateRoom();
        party.setJoinRule(room, "knock");

        assertThat(knock(room.value())).isEqualTo(JsonObject.of("room_id", room.value()));

        assertThat(party.membership(room, party.bob()))
                .satisfies(member -> assertThat(member.string("membership")).contains("knock"))
                .satisfies(member -> assertThat(member.string("reason")).contains("let me in"));
    }

    @Test
    void somebodyKnocksByAliasThroughAnyServerThatIsNamed() {
        String localpart = unique("knocked");
        RoomId room = party.alice().createRoom(JsonObject.of("room_alias_name", localpart));
        party.setJoinRule(room, "knock");
        String alias = "#" + localpart + ":" + party.bob().userId().serverName();

        assertThat(knock(alias)).isEqualTo(JsonObject.of("room_id", room.value()));
    }

    @Test
    void aRoomWithoutKnockingIsForbidden() {
        RoomId room = party.privateRoom();

        refused(403, "M_FORBIDDEN", () -> knock(room.value()));
    }

    @Test
    void whoIsBannedDoesNotKnock() {
        RoomId room = party.privateRoom();
        party.setJoinRule(room, "knock");
        party.alice().ban(room, party.bob().userId());

        refused(403, "M_FORBIDDEN", () -> knock(room.value()));
    }

    @Test
    void anAliasThatIsNotKnownIsNotFound() {
        String server = party.bob().userId().serverName().value();

        refused(404, "M_NOT_FOUND", () -> knock("#" + unique("absent") + ":" + server));
    }

    @Test
    void aRoomThatIsNotKnownIsNotFound() {
        refused(404, "M_NOT_FOUND", () -> knock(party.absentRoom().value()));
    }

    private JsonObject knock(String room) {
        return party.bob()
                .call(
                        "POST",
                        v3("knock", room) + "?via=a.test.local&via=b.test.local",
                        json(
                                """
                                {"reason": "let me in"}
                                """));
    }
}
