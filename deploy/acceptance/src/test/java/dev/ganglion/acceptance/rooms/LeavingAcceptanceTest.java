package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code leaving.yaml}; 429 is in {@link RateLimitsAcceptanceTest}. */
@ExtendWith(Stage.class)
class LeavingAcceptanceTest {
    private final Party party;

    LeavingAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
    }

    @Test
    void aMemberLeavesWithAReasonAndForgets() {
        RoomId room = party.sharedRoom();

        leave(room);

        assertThat(party.membership(room, party.bob()))
                .satisfies(member -> assertThat(member.string("membership")).contains("leave"))
                .satisfies(member -> assertThat(member.string("reason")).contains("bedtime"));
        assertThat(forget(room)).isEqualTo(JsonObject.EMPTY);
        refused(
                403,
                "M_FORBIDDEN",
                () -> party.bob().get(v3("rooms", room, "messages") + "?dir=b"));
    }

    @Test
    void anInvitationIsDeclinedAndForgotten() {
        RoomId room = party.privateRoom();
        party.alice().invite(room, party.bob().userId());

        leave(room);

        assertThat(party.membership(room, party.bob()).string("membership")).contains("leave");
        assertThat(forget(room)).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void aRoomThatIsNotLeftIsNotForgotten() {
        RoomId room = party.sharedRoom();

        refused(400, "M_UNKNOWN", () -> forget(room));
    }

    private void leave(RoomId room) {
        JsonObject answer =
                party.bob()
                        .call(
                                "POST",
                                v3("rooms", room, "leave"),
                                JsonObject.of("reason", "bedtime"));
        assertThat(answer).isEqualTo(JsonObject.EMPTY);
    }

    private JsonObject forget(RoomId room) {
        return party.bob().call("POST", v3("rooms", room, "forget"), JsonObject.EMPTY);
    }
}
