package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.ids;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.escaped;
import static dev.ganglion.testing.client.Paths.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** {@code space_hierarchy.yaml}; 429 is in {@link RateLimitsAcceptanceTest}. */
@ExtendWith(Stage.class)
class SpacesAcceptanceTest {
    private final Party party;
    private final MatrixSession alice;
    private final RoomId space;
    private final RoomId subspace;
    private final RoomId room;
    private final RoomId leaf;

    SpacesAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
        this.alice = party.alice();
        this.space = space();
        this.subspace = space();
        this.room = party.publicRoom();
        this.leaf = party.publicRoom();
        addChild(space, subspace, "a", true);
        addChild(space, room, "b", false);
        addChild(subspace, leaf, "c", true);
    }

    @Test
    void aSpaceIsWalkedPageByPageDepthFirst() {
        JsonObject first = hierarchy("?limit=2&max_depth=5&suggested_only=false");
        JsonObject second =
                hierarchy("?limit=2&max_depth=5&suggested_only=false&from=" + next(first));

        assertThat(rooms(first)).containsExactly(space.value(), subspace.value());
        assertThat(rooms(second)).containsExactly(leaf.value(), room.value());
        assertThat(second.has("next_batch")).isFalse();
    }

    @Test
    void itMayBeWalkedNotSoDeepAndToWhatIsSuggestedAlone() {
        assertThat(rooms(hierarchy("?max_depth=1")))
                .containsExactly(space.value(), subspace.value(), room.value());
        assertThat(rooms(hierarchy("?max_depth=0"))).containsExactly(space.value());
        assertThat(rooms(hierarchy("?suggested_only=true")))
                .containsExactly(space.value(), subspace.value(), leaf.value());
    }

    @Test
    void aRoomIsShownWithAllThatIsKnownOfIt() {
        RoomId club = club();
        addChild(space, club, "d", true);

        List<JsonObject> found = hierarchy("").array("rooms").orElseThrow().objects().toList();

        assertThat(found.getFirst().string("room_type")).contains("m.space");
        assertThat(found.getFirst().array("children_state").orElseThrow().objects())
                .hasSize(3)
                .allSatisfy(child -> assertThat(child.integer("origin_server_ts")).isPresent())
                .extracting(child -> child.string("state_key").orElseThrow())
                .contains(subspace.value(), room.value(), club.value());
        assertThat(found.getLast())
                .satisfies(some -> assertThat(some.string("room_id")).contains(club.value()))
                .satisfies(some -> assertThat(some.string("name")).contains("Club"))
                .satisfies(some -> assertThat(some.string("topic")).contains("Leaves"))
                .satisfies(some -> assertThat(some.string("avatar_url")).contains("mxc://a.b/c"))
                .satisfies(some -> assertThat(some.string("canonical_alias")).isPresent())
                .satisfies(some -> assertThat(some.string("join_rule")).contains("restricted"))
                .satisfies(some -> assertThat(some.string("room_version")).contains("11"))
                .satisfies(
                        some ->
                                assertThat(some.string("encryption"))
                                        .contains("m.megolm.v1.aes-sha2"))
                .satisfies(
                        some ->
                                assertThat(some.array("allowed_room_ids").orElseThrow().strings())
                                        .containsExactly(space.value()))
                .satisfies(
                        some -> assertThat(some.array("children_state")).contains(JsonArray.EMPTY))
                .satisfies(some -> assertThat(some.bool("guest_can_join")).contains(true))
                .satisfies(some -> assertThat(some.bool("world_readable")).contains(true))
                .satisfies(some -> assertThat(some.integer("num_joined_members")).contains(1L));
    }

    @Test
    void aTokenIsOfThisWalkAlone() {
        String from = next(hierarchy("?limit=1&max_depth=2"));

        refused(400, "M_INVALID_PARAM", () -> hierarchy("?from=tea"));
        refused(400, "M_INVALID_PARAM", () -> hierarchy("?limit=1&max_depth=3&from=" + from));
        refused(
                400,
                "M_INVALID_PARAM",
                () -> hierarchy("?limit=1&max_depth=2&suggested_only=true&from=" + from));
        assertThat(rooms(hierarchy("?limit=1&max_depth=2&from=" + from)))
                .containsExactly(subspace.value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?max_depth=-1", "?suggested_only=perhaps", "?limit=few"})
    void aParameterThatCannotBeIsInvalid(String query) {
        refused(400, "M_INVALID_PARAM", () -> hierarchy(query));
    }

    @Test
    void whoMayNotSeeTheSpaceIsForbidden() {
        alice.ban(space, party.mallory().userId());

        for (RoomId hidden : List.of(space, party.privateRoom(), party.absentRoom())) {
            refused(
                    403,
                    "M_FORBIDDEN",
                    () -> party.mallory().get(v1("rooms", hidden, "hierarchy")));
        }
    }

    private RoomId space() {
        return alice.createRoom(
                json(
                        """
                        {"preset": "public_chat", "creation_content": {"type": "m.space"}}
                        """));
    }

    /** Its members are those of the space; it has all that a room can show. */
    private RoomId club() {
        return alice.createRoom(
                json(
                        """
                        {"name": "Club", "topic": "Leaves", "room_alias_name": "%s", "room_version": "11",
                         "initial_state": [
                           {"type": "m.room.avatar", "content": {"url": "mxc://a.b/c"}},
                           {"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}},
                           {"type": "m.room.history_visibility", "content": {"history_visibility": "world_readable"}},
                           {"type": "m.room.guest_access", "content": {"guest_access": "can_join"}},
                           {"type": "m.room.join_rules", "content": {"join_rule": "restricted",
                              "allow": [{"type": "m.room_membership", "room_id": "%s"}]}}]}
                        """
                                .formatted(unique("club"), space)));
    }

    private void addChild(RoomId parent, RoomId child, String order, boolean isSuggested) {
        alice.sendState(
                parent,
                "m.space.child",
                child.value(),
                json(
                        """
                        {"via": ["%s"], "order": "%s", "suggested": %s}
                        """
                                .formatted(alice.userId().serverName(), order, isSuggested)));
    }

    private JsonObject hierarchy(String query) {
        return party.bob().get(v1("rooms", space, "hierarchy") + query);
    }

    private static List<String> rooms(JsonObject page) {
        return ids(page, "rooms", "room_id");
    }

    private static String next(JsonObject page) {
        return escaped(page.string("next_batch").orElseThrow());
    }
}
