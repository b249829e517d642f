package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code list_joined_rooms.yaml}. */
@ExtendWith(Stage.class)
class JoinedRoomsAcceptanceTest {
    private final Homeserver server;

    JoinedRoomsAcceptanceTest(Homeserver server) {
        this.server = server;
    }

    @Test
    void onlyTheRoomsThatOneIsInAreListed() {
        MatrixSession carol = server.stranger();
        Party party = Party.at(server);
        RoomId joined = party.publicRoom();
        RoomId left = party.publicRoom();
        RoomId invited = party.privateRoom();
        carol.join(joined);
        carol.join(left);
        carol.leave(left);
        party.alice().invite(invited, carol.userId());

        assertThat(carol.get(v3("joined_rooms")).array("joined_rooms").orElseThrow().strings())
                .containsExactly(joined.value());
    }

    @Test
    void nobodyAsksWithoutAToken() {
        refused(401, "M_MISSING_TOKEN", () -> server.client().get(v3("joined_rooms")));
    }
}
