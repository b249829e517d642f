package dev.ganglion.room.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.room.RoomCaller;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Optional;

class SearchIT extends Searching {
    private static final String STATE = "/rooms/{room}/state/{type}/";

    @Test
    void aMessageIsFoundByAWordWithEverythingThatIsAskedFor() {
        bob.joins(room);
        bob.put("/profile/{user}/displayname", "{\"displayname\":\"Bob\"}", bob.id());
        await().until(() -> isTold("Bob"));
        String before = alice.sends(room, "Before", "t1");
        String found = bob.sends(room, "Martians and men, " + word, "t2");
        String after = alice.sends(room, "After", "t3");

        JsonNode answer =
                searches(
                        alice,
                        """
                        ,"keys":["content.body"],
                         "filter":{"rooms":["%s"],"senders":["%s"],"types":["m.room.*"],"contains_url":false,"limit":5},
                         "order_by":"recent","include_state":true,
                         "event_context":{"before_limit":1,"after_limit":1,"include_profile":true},
                         "groupings":{"group_by":[{"key":"room_id"},{"key":"sender"}]}
                        """
                                .formatted(room, bob.id()));

        assertThat(answer.path("count").asInt()).isEqualTo(1);
        assertThat(texts(answer.path("highlights"))).containsExactly(word);
        assertThat(found(answer)).containsExactly(found);
        assertThat(answer.has("next_batch")).isFalse();
        JsonNode result = answer.path("results").path(0);
        assertThat(result.path("rank").asDouble()).isPositive();
        assertThat(result.path("result").path("room_id").asString()).isEqualTo(room);
        assertThat(result.path("result").path("content").path("body").asString())
                .isEqualTo("Martians and men, " + word);
        JsonNode context = result.path("context");
        assertThat(events(context.path("events_before"))).containsExactly(before);
        assertThat(events(context.path("events_after"))).containsExactly(after);
        assertThat(context.path("start").asString()).startsWith("t0-");
        assertThat(context.path("end").asString()).startsWith("t0-");
        assertThat(
                        context.path("profile_info")
                                .path(bob.id().value())
                                .path("displayname")
                                .asString())
                .isEqualTo("Bob");
        assertThat(context.path("profile_info").has(alice.id().value())).isTrue();
        assertThat(
                        answer.path("state")
                                .path(room)
                                .valueStream()
                                .map(event -> event.path("type").asString()))
                .contains("m.room.create", "m.room.member", "m.room.power_levels");
        for (List<String> group :
                List.of(List.of("room_id", room), List.of("sender", bob.id().value()))) {
            JsonNode of = answer.path("groups").path(group.get(0)).path(group.get(1));
            assertThat(texts(of.path("results"))).containsExactly(found);
            assertThat(of.path("order").asInt()).isEqualTo(1);
            assertThat(of.has("next_batch")).isFalse();
        }
    }

    @Test
    void namesAndTopicsAreFoundToo() {
        String name = sets("m.room.name", "{\"name\":\"Name " + word + "\"}");
        String topic = sets("m.room.topic", "{\"topic\":\"Topic " + word + "\"}");
        String rich =
                sets(
                        "m.room.topic",
                        """
                        {"topic":"","m.topic":{"m.text":[{"body":"<b>other</b>","mimetype":"text/html"},{"body":"%s"}]}}
                        """
                                .formatted(word));
        String body = alice.sends(room, word, "t1");

        assertThat(found(searches(alice))).containsExactlyInAnyOrder(name, topic, rich, body);
        assertThat(found(searches(alice, ",\"keys\":[\"content.name\"]"))).containsExactly(name);
        assertThat(found(searches(alice, ",\"keys\":[\"content.topic\"]")))
                .containsExactlyInAnyOrder(topic, rich);
        assertThat(found(searches(alice, ",\"keys\":[\"content.body\"]"))).containsExactly(body);
        assertThat(found(searches(alice, ",\"keys\":[]"))).isEmpty();
        assertThat(found(searches(alice, ",\"filter\":{\"types\":[\"m.room.name\"]}")))
                .containsExactly(name);
        assertThat(found(searches(alice, ",\"filter\":{\"not_types\":[\"m.room.*\"]}"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "meet                | Meet",
                "meeting             | meetings",
                "CAFE                | Café",
                "naïve               | NAIVE",
                "'\"green tea\"'     | green tea",
                "green cup           | cup of green",
                "example             | https://www.example.org/page",
                "www.example.org     | https://www.example.org/page",
                "开会                | 我们明天开会",
                "straße              | STRASSE 7",
                "o'brien             | O'Brien",
                "c3                  | c3",
            })
    void textIsFoundByWhatPeopleType(String typed, String text) {
        String found = alice.sends(room, text + " " + word, "t1");

        assertThat(found(searchesFor(alice, typed + " " + word))).containsExactly(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eeting              | meeting",
                "'\"tea green\"'     | green tea",
                "'\"mee\"'           | meet",
                "green -tea          | green tea",
                "green blue          | green tea",
                "会开                | 我们明天开会",
            })
    void textIsNotFoundByOtherWords(String typed, String text) {
        alice.sends(room, text + " " + word, "t1");

        assertThat(found(searchesFor(alice, typed + " " + word))).isEmpty();
    }

    @Test
    void wordsAreMarkedAsTheyStandInTheText() {
        alice.sends(room, "Café meetings, 开会吧 " + word, "t1");

        assertThat(texts(searchesFor(alice, "cafe meet 开会 " + word).path("highlights")))
                .containsExactlyInAnyOrder("Café", "meetings", "开会", word);
    }

    @Test
    void theBestMatchComesFirstUnlessTheNewestIsWanted() {
        String often = alice.sends(room, (word + " ").repeat(5), "t1");
        String once = alice.sends(room, word + " and many other words around it", "t2");

        assertThat(found(searches(alice))).containsExactly(often, once);
        assertThat(found(searches(alice, ",\"order_by\":\"rank\""))).containsExactly(often, once);
        assertThat(found(searches(alice, ",\"order_by\":\"recent\""))).containsExactly(once, often);
    }

    @Test
    void filtersNarrowTheSearch() {
        String other = alice.createsRoom("{\"preset\":\"public_chat\"}");
        bob.joins(room);
        String here = bob.sends(room, word, "t1");
        String there = alice.sends(other, word, "t2");
        String linked =
                alice.put(
                                "/rooms/{room}/send/m.room.message/t3",
                                "{\"msgtype\":\"m.image\",\"body\":\""
                                        + word
                                        + "\",\"url\":\"mxc://a/b\"}",
                                other)
                        .string("event_id")
                        .orElseThrow();

        assertThat(filtered("\"rooms\":[\"" + room + "\"]")).containsExactly(here);
        assertThat(filtered("\"not_rooms\":[\"" + room + "\"]"))
                .containsExactlyInAnyOrder(there, linked);
        assertThat(filtered("\"senders\":[\"" + bob.id() + "\"]")).containsExactly(here);
        assertThat(filtered("\"not_senders\":[\"" + alice.id() + "\"]")).containsExactly(here);
        assertThat(filtered("\"senders\":[]")).isEmpty();
        assertThat(filtered("\"contains_url\":true")).containsExactly(linked);
        assertThat(filtered("\"contains_url\":false")).containsExactlyInAnyOrder(here, there);
        assertThat(filtered("\"rooms\":[\"!nowhere:test.local\"]")).isEmpty();
    }

    @Test
    void anEditedMessageIsFoundByItsOldAndItsNewText() {
        String original = alice.sends(room, "first " + word, "t1");
        String edit =
                alice.put(
                                "/rooms/{room}/send/m.room.message/t2",
                                """
                                {"msgtype":"m.text","body":"* second %s","m.new_content":{"msgtype":"m.text","body":"second %s"},
                                 "m.relates_to":{"rel_type":"m.replace","event_id":"%s"}}
                                """
                                        .formatted(word, word, original),
                                room)
                        .string("event_id")
                        .orElseThrow();

        assertThat(found(searchesFor(alice, "first " + word))).containsExactly(original);
        assertThat(found(searchesFor(alice, "second " + word))).containsExactly(edit);
    }

    @Test
    void resultsCarryWhatIsBundledWithThem() {
        String root = alice.sends(room, word, "t1");
        relates(root, "m.thread", "", "t2");
        String newest = relates(root, "m.thread", "", "t3");
        String edit =
                relates(
                        root,
                        "m.replace",
                        ",\"m.new_content\":{\"msgtype\":\"m.text\",\"body\":\"Renewed\"}",
                        "t4");

        JsonNode result = searches(alice).path("results").path(0).path("result");

        assertThat(result.path("event_id").asString()).isEqualTo(root);
        JsonNode bundled = result.path("unsigned").path("m.relations");
        assertThat(bundled.path("m.replace").path("event_id").asString()).isEqualTo(edit);
        JsonNode thread = bundled.path("m.thread");
        assertThat(thread.path("count").asInt()).isEqualTo(2);
        assertThat(thread.path("latest_event").path("event_id").asString()).isEqualTo(newest);
        assertThat(thread.path("current_user_participated").asBoolean()).isTrue();
    }

    /** Rooms are told of a name a moment later: it must not come between the messages. */
    private boolean isTold(String name) {
        return alice.read("/rooms/{room}/state/m.room.member/{user}", room, bob.id())
                .string("displayname")
                .equals(Optional.of(name));
    }

    private String relates(String target, String type, String more, String txnId) {
        return alice.put(
                        "/rooms/{room}/send/m.room.message/{txnId}",
                        """
                        {"msgtype":"m.text","body":"x"%s,"m.relates_to":{"rel_type":"%s","event_id":"%s"}}
                        """
                                .formatted(more, type, target),
                        room,
                        txnId)
                .string("event_id")
                .orElseThrow();
    }

    @Test
    void stateIsToldLazilyWhereTheClientLoadsItSo() {
        RoomCaller carol = new RoomCaller(web, tokens, "carol");
        bob.joins(room);
        carol.joins(room);
        bob.sends(room, word, "t1");

        JsonNode answer =
                searches(alice, ",\"include_state\":true,\"filter\":{\"lazy_load_members\":true}");

        assertThat(
                        answer.path("state")
                                .path(room)
                                .valueStream()
                                .filter(
                                        event ->
                                                event.path("type")
                                                        .asString()
                                                        .equals("m.room.member"))
                                .map(event -> event.path("state_key").asString()))
                .containsExactly(bob.id().value());
    }

    @Test
    void whoAsksForNoCategoryIsToldNothing() {
        assertThat(alice.post("/search", "{\"search_categories\":{}}").toString())
                .isEqualTo("{\"search_categories\":{}}");
    }

    private List<String> filtered(String filter) {
        return found(searches(alice, ",\"filter\":{" + filter + "}"));
    }

    private String sets(String type, String content) {
        return alice.put(STATE, content, room, type).string("event_id").orElseThrow();
    }

    private static List<String> events(JsonNode array) {
        return array.valueStream().map(event -> event.path("event_id").asString()).toList();
    }
}
