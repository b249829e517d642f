package dev.ganglion.room.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

class NetworkIT extends RoomOfAlice {
    private static final String LISTING = "/directory/list/appservice/{network}/{room}";
    private static final String PUBLIC = "{\"visibility\":\"public\"}";
    private static final String PRIVATE = "{\"visibility\":\"private\"}";

    private RoomCaller bridge;
    private String network;

    @BeforeEach
    void aBridge() {
        bridge = RoomCaller.ofApplicationService(web, tokens, "_irc_bot", "irc");
        network = "net-" + word;
    }

    @Test
    void aRoomOfANetworkIsFoundThereAndAmongAllButNotHere() {
        String bridged = named("Bridged");

        assertThat(bridge.put(LISTING, PUBLIC, network, bridged)).isEqualTo(JsonObject.EMPTY);

        assertThat(found(inNetwork(network))).containsExactly(bridged);
        assertThat(found(inAll())).containsExactly(bridged);
        assertThat(found("")).isEmpty();
        assertThat(found("\"include_all_networks\":false,")).isEmpty();
        assertThat(found(inNetwork("other-" + word))).isEmpty();
    }

    @Test
    void whatIsPublishedHereIsAmongAllToo() {
        String bridged = named("Bridged");
        String ours = named("Ours");
        bridge.put(LISTING, PUBLIC, network, bridged);
        alice.put("/directory/list/room/{room}", "{}", ours);

        assertThat(found(inAll())).containsExactlyInAnyOrder(bridged, ours);
        assertThat(found("")).containsExactly(ours);
        assertThat(found(inNetwork(network))).containsExactly(bridged);
    }

    @Test
    void aRoomInBothIsListedOnceAndCounted() {
        String both = named("Both");
        bridge.put(LISTING, PUBLIC, network, both);
        bridge.put(LISTING, PUBLIC, network, both);
        bridge.put(LISTING, PUBLIC, "second-" + network, both);
        alice.put("/directory/list/room/{room}", "{}", both);

        assertThat(found(inAll())).containsExactly(both);
        assertThat(search(inNetwork(network)).integer("total_room_count_estimate")).contains(1L);
        assertThat(search(inNetwork("other-" + word)).integer("total_room_count_estimate"))
                .contains(0L);
    }

    @Test
    void aRoomIsTakenOutByWhoeverPutItInAlone() {
        String bridged = named("Bridged");
        bridge.put(LISTING, PUBLIC, network, bridged);

        RoomCaller.ofApplicationService(web, tokens, "_x_bot", "other")
                .put(LISTING, PRIVATE, network, bridged);
        assertThat(found(inNetwork(network))).containsExactly(bridged);

        bridge.put(LISTING, PRIVATE, network, bridged);
        assertThat(found(inNetwork(network))).isEmpty();
        assertThat(found(inAll())).isEmpty();
    }

    @Test
    void whatIsListedFollowsTheRoomsState() {
        String bridged = named("Before");
        bridge.put(LISTING, PUBLIC, network, bridged);
        assertThat(names(inNetwork(network))).containsExactly("Before " + word);

        alice.put("/rooms/{room}/state/m.room.name", "{\"name\":\"After " + word + "\"}", bridged);

        assertThat(names(inNetwork(network))).containsExactly("After " + word);
    }

    @Test
    void aNetworkIsPaged() {
        for (int i = 0; i < 3; i++) {
            bridge.put(LISTING, PUBLIC, network, named("Room " + i));
        }

        JsonObject first = search(inNetwork(network) + "\"limit\":2,");
        JsonObject second =
                search(
                        inNetwork(network)
                                + "\"limit\":2,\"since\":\""
                                + first.string("next_batch").orElseThrow()
                                + "\",");

        assertThat(ids(first)).hasSize(2);
        assertThat(ids(second)).hasSize(1).doesNotContainAnyElementsOf(ids(first));
    }

    @Test
    void onlyApplicationServicesMayDoThis() {
        Refusal.FORBIDDEN.answersPut(alice, LISTING, PUBLIC, network, room);
    }

    @Test
    void aRoomThatDoesNotExistIsNotFound() {
        Refusal.NOT_FOUND.answersPut(bridge, LISTING, PUBLIC, network, "!nowhere:test.local");
        Refusal.NOT_FOUND.answersPut(bridge, LISTING, PRIVATE, network, "!nowhere:test.local");
    }

    @Test
    void aBadRequestIsRefused() {
        Refusal.MISSING_PARAM.answersPut(bridge, LISTING, "{}", network, room);
        Refusal.INVALID_PARAM.answersPut(
                bridge, LISTING, "{\"visibility\":\"secret\"}", network, room);
        Refusal.BAD_JSON.answersPut(bridge, LISTING, "{\"visibility\":1}", network, room);
        Refusal.NOT_JSON.answersPut(bridge, LISTING, "{", network, room);
        Refusal.INVALID_PARAM.answersPut(bridge, LISTING, PUBLIC, network, "no-room");
        Refusal.INVALID_PARAM.answersPut(bridge, LISTING, PUBLIC, "n".repeat(256), room);
        Refusal.INVALID_PARAM.answersPut(bridge, LISTING, PUBLIC, "n\0", room);
    }

    @Test
    void whatNoNetworkCanBeCalledIsRefused() {
        Refusal.BAD_JSON.answersPost(
                bob, "/publicRooms", "{\"third_party_instance_id\":\"n\\u0000\"}");
    }

    private String named(String name) {
        return alice.createsRoom(
                "{\"preset\":\"public_chat\",\"name\":\"" + name + " " + word + "\"}");
    }

    private static String inNetwork(String network) {
        return "\"third_party_instance_id\":\"" + network + "\",";
    }

    private static String inAll() {
        return "\"include_all_networks\":true,";
    }

    private List<String> found(String where) {
        return ids(search(where));
    }

    private List<String> names(String where) {
        return strings(search(where), "name");
    }

    private static List<String> ids(JsonObject rooms) {
        return strings(rooms, "room_id");
    }

    private static List<String> strings(JsonObject rooms, String key) {
        return rooms.array("chunk")
                .orElseThrow()
                .objects()
                .map(room -> room.string(key).orElseThrow())
                .toList();
    }

    /** Among the rooms of this test. */
    private JsonObject search(String where) {
        return bob.post(
                "/publicRooms",
                "{" + where + "\"filter\":{\"generic_search_term\":\"" + word + "\"}}");
    }
}
