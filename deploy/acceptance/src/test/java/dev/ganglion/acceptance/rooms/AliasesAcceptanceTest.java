package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
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

/** {@code directory.yaml}; 429 is in {@link RateLimitsAcceptanceTest}. */
@ExtendWith(Stage.class)
class AliasesAcceptanceTest {
    private final Homeserver server;
    private final Party party;
    private final String alias;

    AliasesAcceptanceTest(Homeserver server) {
        this.server = server;
        this.party = Party.at(server);
        this.alias = "#" + unique("alias") + ":" + party.alice().userId().serverName();
    }

    @Test
    void anAliasIsMadeFoundListedAndDeleted() {
        RoomId room = party.sharedRoom();

        assertThat(put(alias, room)).isEqualTo(JsonObject.EMPTY);

        JsonObject found = server.client().get(path(alias));
        assertThat(found.string("room_id")).contains(room.value());
        assertThat(found.array("servers").orElseThrow().strings())
                .contains(party.alice().userId().serverName().value());
        assertThat(party.bob().get(v3("rooms", room, "aliases")).array("aliases"))
                .hasValueSatisfying(list -> assertThat(list.strings()).containsExactly(alias));
        assertThat(delete(party.alice())).isEqualTo(JsonObject.EMPTY);
        refused(404, "M_NOT_FOUND", () -> server.client().get(path(alias)));
    }

    @Test
    void anAliasThatIsTakenConflicts() {
        RoomId room = party.publicRoom();
        put(alias, room);

        refused(409, "M_UNKNOWN", () -> put(alias, room));
    }

    @Test
    void whatIsNoAliasIsInvalid() {
        RoomId room = party.publicRoom();

        refused(400, "M_INVALID_PARAM", () -> put("tea", room));
        refused(400, "M_INVALID_PARAM", () -> put("#tea:elsewhere.test.local", room));
        refused(400, "M_INVALID_PARAM", () -> party.alice().get(path("tea")));
    }

    @Test
    void anAliasThatIsNotKnownIsNotDeleted() {
        refused(404, "M_NOT_FOUND", () -> delete(party.alice()));
    }

    @Test
    void whoMayNotIsForbidden() {
        RoomId room = party.sharedRoom();
        put(alias, room);

        refused(403, "M_FORBIDDEN", () -> delete(party.bob()));
        refused(403, "M_FORBIDDEN", () -> party.mallory().get(v3("rooms", room, "aliases")));
    }

    @Test
    void theAliasesOfWhatIsNoRoomAreInvalid() {
        refused(400, "M_INVALID_PARAM", () -> party.bob().get(v3("rooms", "tea", "aliases")));
    }

    private JsonObject put(String some, RoomId room) {
        return party.alice().call("PUT", path(some), JsonObject.of("room_id", room.value()));
    }

    private JsonObject delete(MatrixSession who) {
        return who.delete(path(alias));
    }

    private static String path(String some) {
        return v3("directory", "room", some);
    }
}
