package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.escaped;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/** {@code search.yaml}; 429 is in {@link RateLimitsAcceptanceTest}. */
@ExtendWith(Stage.class)
class SearchAcceptanceTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final Party party;
    private final RoomId room;
    private final String word = unique("word").replace("-", "");

    SearchAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
        this.room = party.sharedRoom();
    }

    @Test
    void messagesAreFoundWithAllThatOneMayAskFor() {
        String first = party.alice().send(room, "first " + word).value();
        String second = party.alice().send(room, "second " + word).value();
        awaitFound(2);

        JsonNode found = search("", everyField("recent", 1));

        assertThat(found.path("count").asInt()).isEqualTo(2);
        assertThat(texts(found, "/highlights", "")).containsExactly(word);
        assertThat(found.has("next_batch")).isTrue();
        assertThat(events(found)).containsExactly(second);
        assertThat(found.at("/results/0/rank").isNumber()).isTrue();
        assertThat(found.path("state").path(room.value())).isNotEmpty();
        JsonNode context = found.at("/results/0/context");
        assertThat(texts(context, "/events_before", "/event_id")).containsExactly(first);
        assertThat(texts(context, "/events_after", "/event_id")).isEmpty();
        assertThat(context.has("start") && context.has("end")).isTrue();
        assertThat(context.path("profile_info").has(party.alice().userId().value())).isTrue();
        for (JsonNode group : List.of(groupOfRoom(found), groupOfAlice(found))) {
            assertThat(texts(group, "/results", "")).containsExactly(second);
            assertThat(group.path("order").isInt()).isTrue();
        }
    }

    @Test
    void resultsAreReadPageByPageAlsoWithinAGroup() {
        String first = party.alice().send(room, "first " + word).value();
        party.alice().send(room, "second " + word);
        awaitFound(2);

        JsonNode page = search("", everyField("recent", 1));

        for (JsonNode next : List.of(page, groupOfRoom(page), groupOfAlice(page))) {
            String token = escaped(next.path("next_batch").asString());
            assertThat(events(search("?next_batch=" + token, everyField("recent", 1))))
                    .containsExactly(first);
        }
        assertThat(search("", everyField("recent", 9)).has("next_batch")).isFalse();
    }

    @Test
    void theBestComesFirstUnlessOneAsksForTheNewest() {
        EventId best = party.alice().send(room, word + " " + word + " " + word);
        EventId newest = party.alice().send(room, word + " and very many other words, too");
        awaitFound(2);

        assertThat(events(search("", everyField("rank", 9))))
                .containsExactly(best.value(), newest.value());
        assertThat(events(search("", everyField("recent", 9))))
                .containsExactly(newest.value(), best.value());
        assertThat(events(search("", bare()))).containsExactly(best.value(), newest.value());
    }

    @Test
    void namesAndTopicsAreFoundByTheirKeys() {
        party.alice().sendState(room, "m.room.name", "", JsonObject.of("name", word));
        party.alice().sendState(room, "m.room.topic", "", JsonObject.of("topic", word));
        awaitFound(2);

        for (String key : List.of("name", "topic")) {
            JsonObject criteria =
                    json(
                            "{\"search_term\": \""
                                    + word
                                    + "\", \"keys\": [\"content."
                                    + key
                                    + "\"]}");
            assertThat(search("", criteria).path("count").asInt()).isEqualTo(1);
        }
    }

    @Test
    void nobodyFindsWhatTheyMayNotSee() {
        party.alice().send(room, "here " + word);
        awaitFound(1);

        assertThat(search(party.mallory(), "", bare()).path("count").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                   | M_MISSING_PARAM
                    {"search_categories": {"room_events": {}}}           | M_MISSING_PARAM
                    {"search_categories": 5}                             | M_BAD_JSON
                    {"search_categories": {"room_events": {"search_term": 5}}} | M_BAD_JSON
                    {"search_categories":                                | M_NOT_JSON
                    """)
    void anInvalidRequestIsRefused(String request, String errcode) {
        refused(400, errcode, () -> party.bob().callWith("POST", v3("search"), request));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "keys": ["content.tea"]                  | M_INVALID_PARAM
                    "order_by": "taste"                      | M_INVALID_PARAM
                    "event_context": {"before_limit": -1}    | M_INVALID_PARAM
                    "groupings": {"group_by": [{"key": "tea"}]} | M_INVALID_PARAM
                    "groupings": {"group_by": [{}]}          | M_MISSING_PARAM
                    "filter": {"limit": "few"}               | M_BAD_JSON
                    "include_state": "yes"                   | M_BAD_JSON
                    """)
    void anInvalidCriterionIsRefused(String criterion, String errcode) {
        refused(
                400,
                errcode,
                () -> search("", json("{\"search_term\": \"tea\", " + criterion + "}")));
    }

    @Test
    void aTokenThatIsNoneIsInvalid() {
        refused(400, "M_INVALID_PARAM", () -> search("?next_batch=tea", bare()));
    }

    /** What was sent is found a moment later. */
    private void awaitFound(int count) {
        await().until(() -> search("", bare()).path("count").asInt(-1) == count);
    }

    private JsonObject bare() {
        return JsonObject.of("search_term", word);
    }

    private JsonObject everyField(String order, int limit) {
        return json(
                """
                {"search_term": "%s", "keys": ["content.body", "content.name", "content.topic"],
                 "filter": {"limit": %d, "rooms": ["%s"], "not_rooms": ["!other:test.local"],
                            "senders": ["%s"], "not_senders": ["@nobody:test.local"],
                            "types": ["m.room.*"], "not_types": ["m.room.encrypted"],
                            "contains_url": false, "lazy_load_members": true,
                            "include_redundant_members": false,
                            "unread_thread_notifications": false},
                 "order_by": "%s", "include_state": true,
                 "event_context": {"before_limit": 1, "after_limit": 1, "include_profile": true},
                 "groupings": {"group_by": [{"key": "room_id"}, {"key": "sender"}]}}
                """
                        .formatted(word, limit, room, party.alice().userId(), order));
    }

    private JsonNode search(String query, JsonObject criteria) {
        return search(party.bob(), query, criteria);
    }

    private static JsonNode search(MatrixSession who, String query, JsonObject criteria) {
        JsonObject request = json("{\"search_categories\": {\"room_events\": " + criteria + "}}");
        return JSON.readTree(who.callForText("POST", v3("search") + query, request))
                .at("/search_categories/room_events");
    }

    private JsonNode groupOfRoom(JsonNode found) {
        return found.at("/groups/room_id").path(room.value());
    }

    private JsonNode groupOfAlice(JsonNode found) {
        return found.at("/groups/sender").path(party.alice().userId().value());
    }

    private static List<String> events(JsonNode found) {
        return texts(found, "/results", "/result/event_id");
    }

    private static List<String> texts(JsonNode node, String list, String pointer) {
        return node.at(list).valueStream().map(one -> one.at(pointer).asString()).toList();
    }
}
