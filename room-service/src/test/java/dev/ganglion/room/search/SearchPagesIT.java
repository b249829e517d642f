package dev.ganglion.room.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class SearchPagesIT extends Searching {
    private String other;
    private List<String> sent;

    @BeforeEach
    void sevenMessagesInTwoRooms() {
        other = alice.createsRoom("{\"preset\":\"public_chat\"}");
        bob.joins(room);
        sent =
                IntStream.range(0, 7)
                        .mapToObj(
                                i ->
                                        (i % 2 == 0 ? alice : bob)
                                                .sends(
                                                        room,
                                                        word + " " + "x".repeat(i + 2),
                                                        "t" + i))
                        .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rank", "recent"})
    void pagesFollowEachOtherWithoutGapOrRepetition(String order) {
        String criteria =
                "\"search_term\":\"%s\",\"order_by\":\"%s\",\"filter\":{\"limit\":3}"
                        .formatted(word, order);

        List<JsonNode> pages = pages("/search", criteria);

        assertThat(pages).hasSize(3);
        assertThat(pages.stream().flatMap(page -> found(page).stream()))
                .containsExactlyInAnyOrderElementsOf(sent);
        assertThat(pages).allSatisfy(page -> assertThat(page.path("count").asInt()).isEqualTo(7));
    }

    @Test
    void aPageStaysWhereItWasWhenNewMatchesArrive() {
        String criteria =
                "\"search_term\":\"%s\",\"order_by\":\"recent\",\"filter\":{\"limit\":3}"
                        .formatted(word);
        JsonNode first = asks(alice, "/search", criteria);

        alice.sends(room, word, "new");
        JsonNode second = asks(alice, next("/search", first), criteria);

        assertThat(found(second)).containsExactlyElementsOf(sent.subList(1, 4).reversed());
    }

    @Test
    void aGroupIsPagedByItself() {
        String elsewhere = alice.sends(other, word, "u1");
        String criteria =
                """
                "search_term":"%s","order_by":"recent","filter":{"limit":3},
                "groupings":{"group_by":[{"key":"room_id"},{"key":"sender"}]}
                """
                        .formatted(word);

        JsonNode first = asks(alice, "/search", criteria);
        JsonNode rooms = first.path("groups").path("room_id");
        JsonNode senders = first.path("groups").path("sender");

        assertThat(found(first)).containsExactly(elsewhere, sent.get(6), sent.get(5));
        assertThat(rooms.path(other).has("next_batch")).isFalse();
        assertThat(rooms.path(other).path("order").asInt()).isEqualTo(1);
        assertThat(rooms.path(room).path("order").asInt()).isEqualTo(2);
        assertThat(texts(rooms.path(room).path("results")))
                .containsExactly(sent.get(6), sent.get(5));
        assertThat(rest(next("/search", rooms.path(room)), criteria))
                .containsExactlyElementsOf(sent.subList(0, 5).reversed());
        assertThat(rest(next("/search", senders.path(bob.id().value())), criteria))
                .containsExactly(sent.get(3), sent.get(1));
        assertThat(rest(next("/search", senders.path(alice.id().value())), criteria))
                .containsExactly(sent.get(4), sent.get(2), sent.get(0));
    }

    @Test
    void aPageHasTenResultsUnlessOtherwiseAskedAndFiftyAtMost() {
        IntStream.range(0, 44).forEach(i -> alice.sends(room, word, "more" + i));

        assertThat(found(searches(alice))).hasSize(10);
        assertThat(found(searches(alice, ",\"filter\":{\"limit\":1000}"))).hasSize(50);
    }

    private List<String> rest(String path, String criteria) {
        return pages(path, criteria).stream().flatMap(page -> found(page).stream()).toList();
    }

    private List<JsonNode> pages(String path, String criteria) {
        List<JsonNode> pages = new ArrayList<>();
        pages.add(asks(alice, path, criteria));
        while (pages.getLast().has("next_batch")) {
            pages.add(asks(alice, next("/search", pages.getLast()), criteria));
        }
        return pages;
    }

    private static String next(String path, JsonNode page) {
        return path + "?next_batch=" + page.path("next_batch").asString();
    }
}
