package dev.ganglion.room.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.RoomCaller;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.stream.IntStream;

class SearchContextIT extends Searching {
    private static final int MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private RoomCaller roomyAlice;

    @BeforeEach
    void aliceTakesLargeAnswers() {
        roomyAlice =
                new RoomCaller(
                        web.mutate()
                                .codecs(
                                        codecs ->
                                                codecs.defaultCodecs()
                                                        .maxInMemorySize(MAX_RESPONSE_BYTES))
                                .build(),
                        tokens,
                        "alice");
    }

    @Test
    void eachResultHasItsOwnNeighboursNearestFirst() {
        bob.joins(room);
        List<String> sent =
                IntStream.range(0, 7)
                        .mapToObj(
                                i ->
                                        (i % 2 == 0 ? alice : bob)
                                                .sends(room, i % 3 == 0 ? word : "other", "t" + i))
                        .toList();
        String other = alice.createsRoom("{}");
        String alone = alice.sends(other, word, "u1");

        JsonNode results =
                searches(
                                alice,
                                ",\"order_by\":\"recent\",\"event_context\":{\"before_limit\":2,\"after_limit\":3}")
                        .path("results");

        assertThat(results.valueStream().map(Searching::id))
                .containsExactly(alone, sent.get(6), sent.get(3), sent.get(0));
        assertThat(around(results.path(0), "events_after")).isEmpty();
        assertThat(around(results.path(0), "events_before"))
                .hasSize(2)
                .doesNotContainAnyElementsOf(sent);
        assertThat(around(results.path(1), "events_before"))
                .containsExactly(sent.get(5), sent.get(4));
        assertThat(around(results.path(1), "events_after")).isEmpty();
        assertThat(around(results.path(2), "events_before"))
                .containsExactly(sent.get(2), sent.get(1));
        assertThat(around(results.path(2), "events_after"))
                .containsExactly(sent.get(4), sent.get(5), sent.get(6));
        assertThat(around(results.path(3), "events_after"))
                .containsExactly(sent.get(1), sent.get(2), sent.get(3));
        assertThat(results.valueStream().map(result -> result.path("context")))
                .noneMatch(context -> context.has("profile_info"));
    }

    @Test
    void whatIsNoStringIsNoName() {
        String member = "/rooms/{room}/state/m.room.member/{user}";
        bob.joins(room);
        bob.put(
                member,
                "{\"membership\":\"join\",\"displayname\":5,\"avatar_url\":\"mxc://test.local/cat\"}",
                room,
                bob.id());
        alice.put(
                member,
                "{\"membership\":\"join\",\"displayname\":\"Alice\",\"avatar_url\":{}}",
                room,
                alice.id());
        alice.sends(room, "before", "t1");
        bob.sends(room, word, "t2");

        JsonNode profiles =
                searches(
                                alice,
                                ",\"event_context\":{\"before_limit\":1,\"after_limit\":0,\"include_profile\":true}")
                        .path("results")
                        .path(0)
                        .path("context")
                        .path("profile_info");

        assertThat(profiles.path(bob.id().value()))
                .hasToString("{\"avatar_url\":\"mxc://test.local/cat\"}");
        assertThat(profiles.path(alice.id().value())).hasToString("{\"displayname\":\"Alice\"}");
    }

    @Test
    void neighboursThatTheSearcherMayNotSeeAreLeftOut() {
        alice.put(
                "/rooms/{room}/state/m.room.history_visibility/",
                "{\"history_visibility\":\"joined\"}",
                room);
        String hidden = alice.sends(room, "secret", "t1");
        bob.joins(room);
        String found = alice.sends(room, word, "t2");
        bob.post("/rooms/{room}/leave", "{}", room);
        alice.sends(room, "secret too", "t3");

        JsonNode result =
                searches(bob, ",\"event_context\":{\"before_limit\":20,\"after_limit\":20}")
                        .path("results")
                        .path(0);

        assertThat(id(result)).isEqualTo(found);
        assertThat(around(result, "events_before")).isNotEmpty().doesNotContain(hidden);
        assertThat(around(result, "events_after")).hasSize(1);
        assertThat(result.toString()).doesNotContain("secret");
    }

    @Test
    void d03_whatStandsAroundManyResultsIsNoMoreThanAPageHolds() {
        String text = word + " " + "x".repeat(60_000);
        List<String> sent =
                IntStream.range(0, 20).mapToObj(i -> alice.sends(room, text, "t" + i)).toList();

        JsonNode answer =
                searches(
                        roomyAlice,
                        """
                        ,"order_by":"recent","filter":{"limit":20},
                         "event_context":{"before_limit":20,"after_limit":20,"include_profile":true}
                        """);

        assertThat(answer.toString().length()).isLessThan(MAX_BYTES + 100_000);
        assertThat(found(answer)).containsExactlyElementsOf(sent.reversed());
        JsonNode first = answer.path("results").path(0);
        assertThat(around(first, "events_before"))
                .startsWith(sent.get(18), sent.get(17), sent.get(16));
        JsonNode last = answer.path("results").path(19);
        assertThat(around(last, "events_before")).doesNotContainAnyElementsOf(sent);
        assertThat(around(last, "events_after")).isEmpty();
        assertThat(last.path("context").path("start").asString()).startsWith("t0-");
        assertThat(last.path("context").path("end").asString()).startsWith("t0-");
    }

    @Test
    void aPageWithAFilterGoesOnWhereItEnded() {
        List<String> links =
                IntStream.range(0, 12)
                        .mapToObj(
                                i -> {
                                    IntStream.range(0, 11)
                                            .forEach(
                                                    j ->
                                                            alice.sends(
                                                                    room, word, "t" + i + "-" + j));
                                    return sendsLink("u" + i);
                                })
                        .toList();
        String criteria = ",\"order_by\":\"recent\",\"filter\":{\"contains_url\":true,\"limit\":5}";

        JsonNode first = searches(alice, criteria);
        JsonNode second = after(first, criteria);
        JsonNode third = after(second, criteria);

        assertThat(found(first)).containsExactlyElementsOf(links.subList(7, 12).reversed());
        assertThat(found(second)).containsExactlyElementsOf(links.subList(2, 7).reversed());
        assertThat(found(third)).containsExactlyElementsOf(links.subList(0, 2).reversed());
        assertThat(third.has("next_batch")).isFalse();
    }

    private JsonNode after(JsonNode page, String criteria) {
        return asks(
                alice,
                "/search?next_batch=" + page.path("next_batch").asString(),
                "\"search_term\":\"" + word + "\"" + criteria);
    }

    private String sendsLink(String txnId) {
        return alice.put(
                        "/rooms/{room}/send/m.room.message/{txnId}",
                        "{\"msgtype\":\"m.image\",\"url\":\"mxc://test.local/a\",\"body\":\""
                                + word
                                + "\"}",
                        room,
                        txnId)
                .string("event_id")
                .orElseThrow();
    }

    private static List<String> around(JsonNode result, String side) {
        return result.path("context")
                .path(side)
                .valueStream()
                .map(event -> event.path("event_id").asString())
                .toList();
    }
}
