package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
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
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kicking.yaml} and {@code banning.yaml}. */
@ExtendWith(Stage.class)
class RemovingAcceptanceTest {
    private final Party party;

    RemovingAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
    }

    @Test
    void aMemberIsKickedBannedAndUnbannedEachTimeWithAReason() {
        RoomId room = party.sharedRoom();

        removed(room, "kick", "leave");
        removed(room, "ban", "ban");
        removed(room, "unban", "leave");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kick", "ban", "unban"})
    void whoHasTooLittlePowerRemovesNobody(String action) {
        RoomId room = party.sharedRoom();
        party.alice().ban(room, party.mallory().userId());

        forbidden(party.bob(), action, room, party.mallory());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kick", "ban", "unban"})
    void whoIsNotInTheRoomRemovesNobody(String action) {
        forbidden(party.bob(), action, party.privateRoom(), party.alice());
    }

    @Test
    void whoIsNotInTheRoomIsNotKicked() {
        forbidden(party.alice(), "kick", party.publicRoom(), party.bob());
    }

    @Test
    void whoIsNotBannedIsNotUnbanned() {
        forbidden(party.alice(), "unban", party.sharedRoom(), party.bob());
    }

    private void removed(RoomId room, String action, String membership) {
        JsonObject request =
                json(
                        """
                        {"user_id": "%s", "reason": "%s"}
                        """
                                .formatted(party.bob().userId(), action));

        assertThat(party.alice().call("POST", v3("rooms", room, action), request))
                .isEqualTo(JsonObject.EMPTY);
        assertThat(party.membership(room, party.bob()))
                .satisfies(member -> assertThat(member.string("membership")).contains(membership))
                .satisfies(member -> assertThat(member.string("reason")).contains(action));
    }

    private static void forbidden(
            MatrixSession who, String action, RoomId room, MatrixSession whom) {
        JsonObject request = JsonObject.of("user_id", whom.userId().value());

        refused(403, "M_FORBIDDEN", () -> who.call("POST", v3("rooms", room, action), request));
    }
}
