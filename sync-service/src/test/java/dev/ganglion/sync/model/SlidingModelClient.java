package dev.ganglion.sync.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.TestJson;
import dev.ganglion.sync.TestUser;

import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A client that knows what sliding sync has told it, and nothing else. */
final class SlidingModelClient {
    private static final String PATH =
            "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync?timeout=0";
    private static final Set<String> OUTSIDE = Set.of("leave", "ban");

    private final TestUser user;
    private final Chance chance;
    private final DeedLog log;
    private final SlidingWish wish;
    private final Map<String, SlidingRoom> joined = new HashMap<>();
    private final Map<String, JsonObject> invited = new HashMap<>();
    private final Map<String, JsonObject> accountData = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private Optional<String> pos = Optional.empty();

    SlidingModelClient(TestUser user, Chance chance, DeedLog log) {
        this.user = user;
        this.chance = chance;
        this.log = log;
        this.wish = new SlidingWish(chance);
    }

    /** Asks once at any replica, without waiting; anew where its position is unknown. */
    void asks() {
        Optional<JsonObject> answer = log.answer(request(wish.json(), pos));
        if (answer.isEmpty()) {
            beginsAnew();
        } else {
            take(answer.get());
        }
    }

    /** Asks, and never hears of it. */
    void losesAnAnswer() {
        log.note("lost:");
        log.answer(request(wish.json(), pos));
    }

    /** Another of its kind begins the connection anew, so that its position is nobody's. */
    void isForgotten() {
        log.note("another begins the connection:");
        assertThat(log.answer(request("{\"conn_id\":\"model\"}", Optional.empty()))).isPresent();
    }

    /** Forgets everything. */
    void beginsAnew() {
        log.note("anew:");
        joined.clear();
        invited.clear();
        accountData.clear();
        take(log.answer(request(wish.json(), Optional.empty())).orElseThrow());
    }

    private ResponseSpec request(String body, Optional<String> from) {
        int replica = chance.below(2);
        return from.map(at -> user.postsAt(replica, PATH + "&pos={pos}", body, at))
                .orElseGet(() -> user.postsAt(replica, PATH, body));
    }

    private void take(JsonObject told) {
        pos = told.string("pos");
        JsonObject lists = TestJson.at(told, "lists");
        for (String list : lists.keys()) {
            counts.put(list, TestJson.at(lists, list).integer("count").orElseThrow());
        }
        JsonObject rooms = TestJson.at(told, "rooms");
        rooms.keys().forEach(room -> takeRoom(room, TestJson.at(rooms, room)));
        JsonObject extensions = TestJson.at(told, "extensions");
        JsonObject kept = TestJson.at(extensions, "account_data");
        keep(kept.array("global"), accountData);
        JsonObject ofRooms = TestJson.at(kept, "rooms");
        for (String room : ofRooms.keys()) {
            Optional.ofNullable(joined.get(room))
                    .ifPresent(known -> keep(ofRooms.array(room), known.accountData()));
        }
        takeOfRooms(extensions, "receipts", SlidingRoom::takeReceipts);
        takeOfRooms(extensions, "typing", SlidingRoom::takeTyping);
    }

    private interface Taking {
        void take(SlidingRoom room, JsonObject told);
    }

    private void takeOfRooms(JsonObject extensions, String name, Taking taking) {
        JsonObject rooms = TestJson.at(extensions, name, "rooms");
        for (String room : rooms.keys()) {
            Optional.ofNullable(joined.get(room))
                    .ifPresent(known -> taking.take(known, TestJson.at(rooms, room, "content")));
        }
    }

    private static void keep(Optional<JsonArray> events, Map<String, JsonObject> kept) {
        events.orElse(JsonArray.EMPTY)
                .objects()
                .forEach(
                        event -> kept.put(RoomOfClient.type(event), TestJson.at(event, "content")));
    }

    private void takeRoom(String room, JsonObject told) {
        if (told.has("invite_state")) {
            joined.remove(room);
            invited.put(room, told);
        } else if (ownMembership(told).filter(OUTSIDE::contains).isPresent()) {
            joined.remove(room);
            invited.remove(room);
        } else {
            invited.remove(room);
            joined.computeIfAbsent(room, _ -> new SlidingRoom()).take(told);
        }
    }

    private Optional<String> ownMembership(JsonObject told) {
        List<JsonObject> state =
                told.array("required_state").orElse(JsonArray.EMPTY).objects().toList();
        return state.stream()
                .filter(event -> RoomOfClient.type(event).equals("m.room.member"))
                .filter(event -> event.string("state_key").equals(Optional.of(user.id().value())))
                .reduce((_, later) -> later)
                .flatMap(event -> TestJson.at(event, "content").string("membership"));
    }

    /** What the same user is told who has never asked before. */
    JsonObject newcomer() {
        return Json.parseObject(
                Objects.requireNonNull(
                        user.postsAt(
                                        chance.below(2),
                                        PATH,
                                        """
                                        {"conn_id":"new","lists":{"all":{"ranges":[[0,99]],"timeline_limit":1}}}\
                                        """)
                                .expectStatus()
                                .isOk()
                                .expectBody()
                                .returnResult()
                                .getResponseBody()));
    }

    TestUser user() {
        return user;
    }

    SlidingWish wish() {
        return wish;
    }

    Map<String, SlidingRoom> joined() {
        return joined;
    }

    /** Invitations, and where it knocks. */
    Map<String, JsonObject> invited() {
        return invited;
    }

    Map<String, JsonObject> accountData() {
        return accountData;
    }

    long count(String list) {
        return counts.getOrDefault(list, -1L);
    }

    @Override
    public String toString() {
        return user.id() + " " + wish + " at " + pos.orElse("the start");
    }
}
