package dev.ganglion.room.space;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What tests of spaces begin with: a public space of Alice, whose only child is her room. */
abstract class SpaceOfAlice extends RoomOfAlice {
    static final String VIA = "\"via\":[\"test.local\"]";

    private static final String HIERARCHY = "/_matrix/client/v1/rooms/{room}/hierarchy";

    private static final int MAX_RESPONSE_BYTES = 8 * 1024 * 1024;

    protected String space;

    private WebTestClient roomyWeb;

    @BeforeEach
    void aSpaceOfAlice() {
        roomyWeb =
                web.mutate()
                        .codecs(
                                codecs ->
                                        codecs.defaultCodecs().maxInMemorySize(MAX_RESPONSE_BYTES))
                        .build();
        space = newSpace("public_chat");
        addChild(space, room, VIA);
    }

    String newSpace(String preset) {
        return alice.createsRoom(
                "{\"preset\":\""
                        + preset
                        + "\",\"name\":\"Space\",\"creation_content\":{\"type\":\"m.space\"}}");
    }

    String newRoom(String name) {
        return alice.createsRoom("{\"preset\":\"public_chat\",\"name\":\"" + name + "\"}");
    }

    /** A room with these join rules, as the members of JSON. */
    String newRoomWithRules(String rules) {
        return alice.createsRoom(
                "{\"preset\":\"private_chat\",\"initial_state\":[{\"type\":\"m.room.join_rules\",\"content\":{"
                        + rules
                        + "}}]}");
    }

    /** A new room of that name as the child of a space. */
    String newChild(String parent, String name) {
        String child = newRoom(name);
        addChild(parent, child, VIA);
        return child;
    }

    /** The event's ID. */
    String addChild(String parent, String child, String content) {
        return alice.put(
                        "/rooms/{room}/state/m.space.child/{child}",
                        "{" + content + "}",
                        parent,
                        child)
                .string("event_id")
                .orElseThrow();
    }

    ResponseSpec ask(RoomCaller caller, String of, String query) {
        return roomyWeb.get()
                .uri(HIERARCHY + query, of)
                .headers(tokens.forUser(caller.id()))
                .exchange();
    }

    JsonObject page(RoomCaller caller, String of, String query) {
        byte[] body =
                ask(caller, of, query)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return Json.parseObject(Objects.requireNonNull(body));
    }

    static List<JsonObject> rooms(JsonObject page) {
        return page.array("rooms").orElseThrow().objects().toList();
    }

    static List<String> ids(JsonObject page) {
        return rooms(page).stream().map(found -> found.string("room_id").orElseThrow()).toList();
    }

    List<String> ids(RoomCaller caller, String of) {
        return ids(page(caller, of, ""));
    }

    /** All pages after one another, with these parameters each. */
    List<JsonObject> pages(RoomCaller caller, String of, String query) {
        List<JsonObject> pages = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            pages.add(page(caller, of, query + next.get()));
            next = pages.getLast().string("next_batch").map(token -> "&from=" + token);
        }
        return pages;
    }

    /** The children that a room of a page shows. */
    static List<JsonObject> children(JsonObject shown) {
        return shown.array("children_state").orElse(JsonArray.EMPTY).objects().toList();
    }

    static List<String> childIds(JsonObject shown) {
        return children(shown).stream()
                .map(child -> child.string("state_key").orElseThrow())
                .toList();
    }
}
