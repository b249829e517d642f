package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

/** {@code room_summary.yaml}. */
@ExtendWith(Stage.class)
class RoomSummaryAcceptanceTest {
    private final Homeserver server;
    private final Party party;
    private final String localpart = unique("summary");
    private final RoomId room;

    RoomSummaryAcceptanceTest(Homeserver server) {
        this.server = server;
        this.party = Party.at(server);
        this.room = party.alice().createRoom(everything(localpart));
    }

    @Test
    void aRoomIsShownByIdWithAllThatIsKnownOfIt() {
        party.bob().join(room);

        JsonObject summary = party.bob().get(path(room) + "?via=a.test.local&via=b.test.local");

        assertThat(summary)
                .satisfies(some -> assertThat(some.string("room_id")).contains(room.value()))
                .satisfies(some -> assertThat(some.string("name")).contains("Tea"))
                .satisfies(some -> assertThat(some.string("topic")).contains("Leaves"))
                .satisfies(some -> assertThat(some.string("avatar_url")).contains("mxc://a.b/c"))
                .satisfies(some -> assertThat(some.string("canonical_alias")).contains(alias()))
                .satisfies(some -> assertThat(some.string("join_rule")).contains("public"))
                .satisfies(some -> assertThat(some.string("room_type")).contains("m.space"))
                .satisfies(some -> assertThat(some.string("room_version")).contains("11"))
                .satisfies(
                        some ->
                                assertThat(some.string("encryption"))
                                        .contains("m.megolm.v1.aes-sha2"))
                .satisfies(some -> assertThat(some.string("membership")).contains("join"))
                .satisfies(some -> assertThat(some.bool("world_readable")).contains(true))
                .satisfies(some -> assertThat(some.bool("guest_can_join")).contains(true))
                .satisfies(some -> assertThat(some.integer("num_joined_members")).contains(2L));
    }

    @Test
    void whoHasNoAccountIsShownAPublicRoomByItsAlias() {
        JsonObject summary = server.client().get(path(alias()));

        assertThat(summary.string("room_id")).contains(room.value());
        assertThat(summary.has("membership")).isFalse();
    }

    @Test
    void whoIsInvitedIsToldSo() {
        RoomId closed = party.privateRoom();
        party.alice().invite(closed, party.bob().userId());

        assertThat(party.bob().get(path(closed)).string("membership")).contains("invite");
    }

    @Test
    void aRestrictedRoomNamesTheRoomsThatLeadIntoIt() {
        RoomId restricted = party.privateRoom();
        party.alice()
                .sendState(
                        restricted,
                        "m.room.join_rules",
                        "",
                        json(
                                """
                                {"join_rule": "restricted",
                                 "allow": [{"type": "m.room_membership", "room_id": "%s"}]}
                                """
                                        .formatted(room)));

        party.bob().join(room);

        assertThat(
                        party.bob()
                                .get(path(restricted))
                                .array("allowed_room_ids")
                                .orElseThrow()
                                .strings())
                .containsExactly(room.value());
    }

    @Test
    void aRoomThatIsNotThereOrNotForOnesEyesIsNotFound() {
        RoomId closed = party.privateRoom();
        String absent = "#" + unique("absent") + ":" + party.bob().userId().serverName();

        for (Object hidden : List.of(closed, party.absentRoom(), absent)) {
            refused(404, "M_NOT_FOUND", () -> party.mallory().get(path(hidden)));
            refused(404, "M_NOT_FOUND", () -> server.client().get(path(hidden)));
        }
    }

    private String alias() {
        return "#" + localpart + ":" + party.alice().userId().serverName();
    }

    private static String path(Object roomIdOrAlias) {
        return v1("room_summary", roomIdOrAlias);
    }

    private static JsonObject everything(String alias) {
        return json(
                """
                {"preset": "public_chat", "name": "Tea", "topic": "Leaves", "room_version": "11",
                 "room_alias_name": "%s", "creation_content": {"type": "m.space"},
                 "initial_state": [
                   {"type": "m.room.avatar", "content": {"url": "mxc://a.b/c"}},
                   {"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}},
                   {"type": "m.room.history_visibility",
                    "content": {"history_visibility": "world_readable"}},
                   {"type": "m.room.guest_access", "content": {"guest_access": "can_join"}}]}
                """
                        .formatted(alias));
    }
}
