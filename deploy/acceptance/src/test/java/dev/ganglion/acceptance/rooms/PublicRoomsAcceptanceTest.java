package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.escaped;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code list_public_rooms.yaml}. */
@ExtendWith(Stage.class)
class PublicRoomsAcceptanceTest {
    private final Homeserver server;
    private final Party party;

    PublicRoomsAcceptanceTest(Homeserver server) {
        this.server = server;
        this.party = Party.at(server);
    }

    @Test
    void aPublishedRoomIsFoundWithAllThatIsKnownOfIt() {
        String name = unique("Tearoom");
        RoomId room = publish(name, "m.space");

        JsonObject found = search(name, "").getFirst();

        assertThat(found)
                .satisfies(some -> assertThat(some.string("room_id")).contains(room.value()))
                .satisfies(some -> assertThat(some.string("name")).contains(name))
                .satisfies(some -> assertThat(some.string("topic")).contains("Leaves"))
                .satisfies(some -> assertThat(some.string("avatar_url")).contains("mxc://a.b/c"))
                .satisfies(some -> assertThat(some.string("canonical_alias")).isPresent())
                .satisfies(some -> assertThat(some.string("join_rule")).contains("public"))
                .satisfies(some -> assertThat(some.string("room_type")).contains("m.space"))
                .satisfies(some -> assertThat(some.bool("world_readable")).contains(true))
                .satisfies(some -> assertThat(some.bool("guest_can_join")).contains(true))
                .satisfies(some -> assertThat(some.integer("num_joined_members")).contains(1L));
    }

    @Test
    void theFilterChoosesByTypeToo() {
        String name = unique("Tearoom");
        publish(name + " space", "m.space");
        publish(name + " room", "");

        assertThat(names(search(name, "\"m.space\""))).containsExactly(name + " space");
        assertThat(names(search(name, "null"))).containsExactly(name + " room");
        assertThat(names(search(name, "null, \"m.space\""))).hasSize(2);
    }

    @Test
    void bothListsAreReadPageByPage() {
        List<String> published =
                List.of(publish(unique("a"), "").value(), publish(unique("b"), "").value());

        assertThat(readAll(since -> party.bob().get(path(since))))
                .containsAll(published)
                .doesNotHaveDuplicates();
        assertThat(readAll(since -> party.bob().call("POST", v3("publicRooms"), page(since))))
                .containsAll(published)
                .doesNotHaveDuplicates();
    }

    @Test
    void anybodyReadsTheListButOnlyUsersSearchIt() {
        RoomId room = publish(unique("open"), "");

        assertThat(ids(server.client().get(v3("publicRooms")))).contains(room.value());
        refused(
                401,
                "M_MISSING_TOKEN",
                () -> server.client().call("POST", v3("publicRooms"), JsonObject.EMPTY));
    }

    @Test
    void anotherServersListIsNotFound() {
        String path = v3("publicRooms") + "?server=elsewhere.test.local";

        refused(404, "M_NOT_FOUND", () -> party.bob().get(path));
        refused(404, "M_NOT_FOUND", () -> party.bob().call("POST", path, JsonObject.EMPTY));
    }

    @Test
    void anotherNetworkHasNoRoomsHere() {
        JsonObject request = JsonObject.of("third_party_instance_id", "irc|net");

        assertThat(ids(party.bob().call("POST", v3("publicRooms"), request))).isEmpty();
    }

    @Test
    void aRoomIsPublishedAndTakenBack() {
        String name = unique("hidden");
        RoomId room = publish(name, "");

        setVisibility(room, "private");
        assertThat(visibility(room)).contains("private");
        assertThat(search(name, "")).isEmpty();
        setVisibility(room, "public");
        assertThat(visibility(room)).contains("public");
    }

    @Test
    void theVisibilityOfARoomThatIsNotKnownIsNotFound() {
        RoomId absent = party.absentRoom();

        refused(404, "M_NOT_FOUND", () -> visibility(absent));
        refused(404, "M_NOT_FOUND", () -> setVisibility(absent, "public"));
    }

    private interface Reading {
        JsonObject page(Optional<String> since);
    }

    private static List<String> readAll(Reading reading) {
        List<String> all = new ArrayList<>();
        Optional<String> since = Optional.empty();
        do {
            JsonObject page = reading.page(since);
            List<String> ids = ids(page);
            assertThat(ids).hasSizeLessThanOrEqualTo(1);
            assertThat(page.integer("total_room_count_estimate")).isPresent();
            all.addAll(ids);
            since = page.string("next_batch");
        } while (since.isPresent());
        return all;
    }

    private String path(Optional<String> since) {
        return v3("publicRooms")
                + "?limit=1&server="
                + party.bob().userId().serverName()
                + since.map(token -> "&since=" + escaped(token)).orElse("");
    }

    private static JsonObject page(Optional<String> since) {
        return JsonObject.builder().put("limit", 1).putIfPresent("since", since).build();
    }

    private RoomId publish(String name, String type) {
        RoomId room =
                party.alice()
                        .createRoom(
                                json(
                                        """
                                        {"visibility": "public", "preset": "public_chat",
                                         "room_alias_name": "%s", "name": "%s", "topic": "Leaves",
                                         "creation_content": {%s},
                                         "initial_state": [
                                           {"type": "m.room.avatar", "content": {"url": "mxc://a.b/c"}},
                                           {"type": "m.room.history_visibility",
                                            "content": {"history_visibility": "world_readable"}},
                                           {"type": "m.room.guest_access",
                                            "content": {"guest_access": "can_join"}}]}
                                        """
                                                .formatted(
                                                        unique("published"),
                                                        name,
                                                        type.isEmpty()
                                                                ? ""
                                                                : "\"type\": \"" + type + "\"")));
        return room;
    }

    private List<JsonObject> search(String words, String types) {
        JsonObject request =
                json(
                        """
                        {"limit": 10, "include_all_networks": false,
                         "filter": {"generic_search_term": "%s" %s}}
                        """
                                .formatted(
                                        words,
                                        types.isEmpty()
                                                ? ""
                                                : ", \"room_types\": [" + types + "]"));
        String path = v3("publicRooms") + "?server=" + party.bob().userId().serverName();
        return party.bob()
                .call("POST", path, request)
                .array("chunk")
                .orElseThrow()
                .objects()
                .toList();
    }

    private void setVisibility(RoomId room, String visibility) {
        JsonObject request = JsonObject.of("visibility", visibility);
        assertThat(party.alice().call("PUT", v3("directory", "list", "room", room), request))
                .isEqualTo(JsonObject.EMPTY);
    }

    private Optional<String> visibility(RoomId room) {
        return party.bob().get(v3("directory", "list", "room", room)).string("visibility");
    }

    private static List<String> names(List<JsonObject> rooms) {
        return rooms.stream().map(room -> room.string("name").orElseThrow()).toList();
    }

    private static List<String> ids(JsonObject page) {
        return Party.ids(page, "chunk", "room_id");
    }
}
