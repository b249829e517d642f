package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Paths.escaped;
import static dev.ganglion.acceptance.Paths.v3;
import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.eventIds;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;

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

import java.util.List;

/** {@code search.yaml}; 429 is in {@link RateLimitsAcceptanceTest}. */
@ExtendWith(Stage.class)
class SearchAcceptanceTest {
    private final Party party;
    private final RoomId room;
    private final String word = unique("word").replace("-", "");

    SearchAcceptanceTest(Homeserver server) {
        this.party = Party.at(server);
        this.room = party.sharedRoom();
    }

    @Test
    void messagesAreFoundWithAllThatOneMayAskFor() {
        EventId first = party.alice().send(room, "first " + word);
        EventId second = party.alice().send(room, "second " + word);
        awaitFound(2);

        JsonObject found = search("", everyField("recent", 1));

        assertThat(found.integer("count")).contains(2L);
        assertThat(found.array("highlights").orElseThrow().strings()).contains(word);
        assertThat(found.string("next_batch")).isPresent();
        assertThat(events(found)).containsExactly(second.value());
        assertThat(found.object("state").orElseThrow().array(room.value())).isPresent();
        assertThat(result(found).has("rank")).isTrue();
        JsonObject context = result(found).object("context").orElseThrow();
        assertThat(eventIds(context, "events_before")).containsExactly(first.value());
        assertThat(eventIds(context, "events_after")).isEmpty();
        assertThat(context.string("start")).isPresent();
        assertThat(context.string("end")).isPresent();
        assertThat(context.object("profile_info").orElseThrow().keys())
                .contains(party.alice().userId().value());
        for (String key : List.of("room_id/" + room, "sender/" + party.alice().userId())) {
            assertThat(group(found, key).array("results").orElseThrow().strings())
                    .containsExactly(second.value());
            assertThat(group(found, key).integer("order")).isPresent();
        }
    }

    @Test
    void resultsAreReadPageByPageAlsoWithinAGroup() {
        EventId first = party.alice().send(room, "first " + word);
        party.alice().send(room, "second " + word);
        awaitFound(2);

        JsonObject page = search("", everyField("recent", 1));
        String next = page.string("next_batch").orElseThrow();
        String nextInRoom = group(page, "room_id/" + room).string("next_batch").orElseThrow();

        assertThat(events(search("?next_batch=" + escaped(next), everyField("recent", 1))))
                .containsExactly(first.value());
        assertThat(events(search("?next_batch=" + escaped(nextInRoom), everyField("recent", 1))))
                .containsExactly(first.value());
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
            assertThat(search("", criteria).integer("count")).contains(1L);
        }
    }

    @Test
    void nobodyFindsWhatTheyMayNotSee() {
        party.alice().send(room, "here " + word);
        awaitFound(1);

        assertThat(search(party.mallory(), "", bare()).integer("count")).contains(0L);
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
    private void awaitFound(long count) {
        await().until(() -> search("", bare()).integer("count").orElseThrow() == count);
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

    private JsonObject search(String query, JsonObject criteria) {
        return search(party.bob(), query, criteria);
    }

    private static JsonObject search(MatrixSession who, String query, JsonObject criteria) {
        JsonObject request = json("{\"search_categories\": {\"room_events\": " + criteria + "}}");
        return who.call("POST", v3("search") + query, request)
                .object("search_categories")
                .flatMap(categories -> categories.object("room_events"))
                .orElseThrow();
    }

    private static JsonObject result(JsonObject found) {
        return found.array("results").orElseThrow().objects().findFirst().orElseThrow();
    }

    private static List<String> events(JsonObject found) {
        return found.array("results")
                .orElseThrow()
                .objects()
                .map(one -> one.object("result").orElseThrow().string("event_id").orElseThrow())
                .toList();
    }

    /** By the kind of group and its name. */
    private static JsonObject group(JsonObject found, String key) {
        String[] names = key.split("/", 2);
        return found.object("groups")
                .flatMap(groups -> groups.object(names[0]))
                .flatMap(groups -> groups.object(names[1]))
                .orElseThrow();
    }
}
