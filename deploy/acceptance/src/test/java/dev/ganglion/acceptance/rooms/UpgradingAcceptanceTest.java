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
import org.junit.jupiter.params.provider.CsvSource;

/** {@code room_upgrades.yaml}. */
@ExtendWith(Stage.class)
class UpgradingAcceptanceTest {
    private final Party party;
    private final RoomId room;

    UpgradingAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
        this.room =
                party.alice()
                        .createRoom(
                                json(
                                        "{\"preset\": \"public_chat\", \"room_version\": \"10\", \"name\": \"Tea\"}"));
        party.bob().join(room);
    }

    @Test
    void aRoomIsReplacedByOneOfTheNewVersionWithSeveralCreators() {
        String bob = party.bob().userId().value();

        RoomId successor =
                upgrade(
                        party.alice(),
                        "{\"new_version\": \"12\", \"additional_creators\": [\"" + bob + "\"]}");

        JsonObject create = party.alice().state(successor, "m.room.create", "");
        assertThat(create.string("room_version")).contains("12");
        assertThat(create.array("additional_creators").orElseThrow().strings())
                .containsExactly(bob);
        assertThat(create.object("predecessor").orElseThrow().string("room_id"))
                .contains(room.value());
        assertThat(party.alice().state(successor, "m.room.name", "").string("name"))
                .contains("Tea");
        assertThat(party.bob().state(room, "m.room.tombstone", "").string("replacement_room"))
                .contains(successor.value());
        assertThat(party.bob().join(successor)).isEqualTo(successor);
    }

    @Test
    void creatorsAreNothingToAVersionThatKnowsOneOnly() {
        RoomId successor =
                upgrade(
                        party.alice(),
                        "{\"new_version\": \"11\", \"additional_creators\": [\"@bob:test.local\"]}");

        assertThat(party.alice().state(successor, "m.room.create", "").has("additional_creators"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"new_version": "tea"}                               | M_UNSUPPORTED_ROOM_VERSION
                    {"new_version": 12}                                  | M_BAD_JSON
                    {}                                                   | M_BAD_JSON
                    {"new_version": "12", "additional_creators": "bob"}  | M_BAD_JSON
                    {"new_version": "12", "additional_creators": [true]} | M_BAD_JSON
                    {"new_version":                                      | M_NOT_JSON
                    """)
    void anInvalidRequestIsRefused(String request, String errcode) {
        refused(
                400,
                errcode,
                () -> party.alice().callWith("POST", v3("rooms", room, "upgrade"), request));
    }

    @Test
    void whoMayNotUpgradesNothing() {
        String request = "{\"new_version\": \"11\"}";

        refused(403, "M_FORBIDDEN", () -> upgrade(party.bob(), request));
        refused(403, "M_FORBIDDEN", () -> upgrade(party.mallory(), request));
    }

    private RoomId upgrade(MatrixSession who, String request) {
        JsonObject answer = who.call("POST", v3("rooms", room, "upgrade"), json(request));
        return RoomId.parse(answer.string("replacement_room").orElseThrow());
    }
}
