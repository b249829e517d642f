package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Module "Push notifications", "Listing notifications". */
class NotificationsIT {
    private static final String PATH = "/notifications";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private String room = "";

    @BeforeEach
    void aRoomOfTwo() {
        room = alice.createsRoom(bob);
        bob.joins(room);
    }

    @Test
    void eachIsToldWithItsEventAndWhatTheRulesDo() {
        String event = alice.sends(room, "hello");

        JsonObject page = bob.sync(HttpMethod.GET, PATH, "");

        assertThat(page.has("next_token")).isFalse();
        JsonObject told = only(page);
        assertThat(told.keys())
                .containsExactlyInAnyOrder("actions", "event", "read", "room_id", "ts");
        assertThat(told.get("actions"))
                .contains(
                        Json.parse("[\"notify\",{\"set_tweak\":\"sound\",\"value\":\"default\"}]"));
        assertThat(told.bool("read")).contains(false);
        assertThat(told.string("room_id")).contains(room);
        JsonObject shown = TestJson.at(told, "event");
        assertThat(shown.string("event_id")).contains(event);
        assertThat(shown.keys())
                .containsExactlyInAnyOrder(
                        "content", "event_id", "origin_server_ts", "sender", "type");
        assertThat(told.integer("ts")).isEqualTo(shown.integer("origin_server_ts"));
        assertThat(alice.sync(HttpMethod.GET, PATH, "").array("notifications"))
                .hasValueSatisfying(own -> assertThat(own.values()).isEmpty());
    }

    @Test
    void pagesGoBackOverAllRooms() {
        String other = alice.createsRoom(bob);
        bob.joins(other);
        IntStream.range(0, 5).forEach(i -> alice.sends(i % 2 == 0 ? room : other, "m" + i));

        List<String> told = new ArrayList<>();
        JsonObject page = bob.sync(HttpMethod.GET, PATH + "?limit=2", "");
        while (page.string("next_token").isPresent()) {
            assertThat(notifications(page)).hasSizeLessThanOrEqualTo(2);
            told.addAll(bodies(page));
            page =
                    bob.sync(
                            HttpMethod.GET,
                            PATH + "?limit=2&from={from}",
                            "",
                            page.string("next_token").orElseThrow());
        }
        told.addAll(bodies(page));

        assertThat(told).containsExactly("m4", "m3", "m2", "m1", "m0");
    }

    @Test
    void onlyHighlightsAreListedForWhoAsksForThem() {
        alice.sends(room, "hello");
        mentions("bob");

        assertThat(bodies(bob.sync(HttpMethod.GET, PATH + "?only=highlight", "")))
                .containsExactly("bob");
        assertThat(bodies(bob.sync(HttpMethod.GET, PATH + "?only=else", "")))
                .containsExactly("bob", "hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=x",
                "from=",
                "from=n",
                "from=n-1",
                "from=n1x",
                "from=n9999999999999999999",
                "limit=0",
                "limit=-1",
                "limit=x",
                "limit=99999999999"
            })
    void whatIsNoTokenAndNoLimitIsRefused(String query) {
        bob.reads(PATH + "?" + query)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_INVALID_PARAM");
    }

    @Test
    void d03AHighLimitIsCut() {
        IntStream.range(0, 103).forEach(i -> alice.sends(room, "m" + i));

        JsonObject page = bob.sync(HttpMethod.GET, PATH + "?limit=100000", "");

        assertThat(notifications(page)).hasSize(100);
        assertThat(page.string("next_token")).isPresent();
    }

    @Test
    void whatIsReadSaysSo() {
        String root = alice.sends(room, "root");
        String reply =
                alice.sends(
                        room,
                        "m.room.message",
                        "{\"msgtype\":\"m.text\",\"body\":\"reply\",\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":\"%s\"}}"
                                .formatted(root));

        reads(reply, "{\"thread_id\":\"main\"}");
        assertThat(read()).containsExactly(false, true);
        reads(reply, "{\"thread_id\":\"%s\"}".formatted(root));
        assertThat(read()).containsExactly(true, true);
        alice.sends(room, "news");
        assertThat(read()).containsExactly(false, true, true);
    }

    @Test
    void theUsersOwnRulesHold() {
        bob.sync(
                HttpMethod.PUT,
                "/pushrules/global/content/cake",
                "{\"pattern\":\"cake\",\"actions\":[\"notify\",{\"set_tweak\":\"highlight\"},{\"set_tweak\":\"sound\",\"value\":\"ring\"}]}");
        bob.sync(HttpMethod.PUT, "/pushrules/global/room/{room}", "{\"actions\":[]}", room);
        alice.sends(room, "bread");
        alice.sends(room, "cake");

        JsonObject page =
                await().until(
                                () -> bob.sync(HttpMethod.GET, PATH, ""),
                                list -> bodies(list).equals(List.of("cake")));
        assertThat(only(page).get("actions").orElseThrow().toString()).contains("ring");
    }

    @Test
    void whomOneIgnoresIsNotListed() {
        alice.sends(room, "hello");
        bob.sync(
                HttpMethod.PUT,
                "/user/{user}/account_data/m.ignored_user_list",
                "{\"ignored_users\":{\"%s\":{}}}".formatted(alice.id()),
                bob.id());

        await().until(
                        () -> bodies(bob.sync(HttpMethod.GET, PATH, "")),
                        list -> !list.contains("hello"));
    }

    @Test
    void r03WhatWasRedactedIsNotListed() {
        String regretted = mentions("regretted");
        assertThat(bodies(bob.sync(HttpMethod.GET, PATH, ""))).containsExactly("regretted");

        alice.redacts(room, regretted);
        alice.sends(room, "after");

        String page = bob.sync(HttpMethod.GET, PATH, "").toString();
        assertThat(page).contains("after").doesNotContain("regretted", regretted);
    }

    @Test
    void a18WhatErasedUsersSaidIsNotListed() {
        TestUser erin = Suite.shared().user("erin");
        alice.invites(room, erin);
        erin.joins(room);
        erin.sends(room, "from erin");
        assertThat(bodies(bob.sync(HttpMethod.GET, PATH, ""))).containsExactly("from erin");

        for (String what : List.of("erase", "deactivate")) {
            Suite.shared()
                    .tells("auth", "room", "/internal/users/{user}/{what}", erin.id(), what)
                    .expectStatus()
                    .isOk();
        }

        assertThat(bodies(bob.sync(HttpMethod.GET, PATH, ""))).isEmpty();
    }

    @Test
    void r07NothingIsToldOfRoomsThatOneIsNotInOrFromBeforeOneCame() {
        TestUser carol = Suite.shared().user("carol");
        alice.sends(room, "before");
        alice.invites(room, carol);
        alice.sends(room, "while invited");
        carol.joins(room);
        alice.sends(room, "seen");

        assertThat(bodies(carol.sync(HttpMethod.GET, PATH, ""))).containsExactly("seen");
        carol.leaves(room);
        assertThat(bodies(carol.sync(HttpMethod.GET, PATH, ""))).isEmpty();
        alice.sends(room, "while away");
        alice.invites(room, carol);
        carol.joins(room);
        assertThat(bodies(carol.sync(HttpMethod.GET, PATH, ""))).containsExactly("seen");
    }

    @Test
    void r08APageIsLookedForAmongSoManyEventsAndTheNextOneGoesOn() {
        alice.sends(room, "at last");
        IntStream.range(0, 510).forEach(i -> bob.sends(room, "own"));

        JsonObject first = bob.sync(HttpMethod.GET, PATH, "");

        assertThat(notifications(first)).isEmpty();
        JsonObject second =
                bob.sync(
                        HttpMethod.GET,
                        PATH + "?from={from}",
                        "",
                        first.string("next_token").orElseThrow());
        assertThat(bodies(second)).containsExactly("at last");
        assertThat(second.has("next_token")).isFalse();
    }

    private String mentions(String text) {
        return alice.sends(
                room,
                "m.room.message",
                "{\"msgtype\":\"m.text\",\"body\":\"%s\",\"m.mentions\":{\"user_ids\":[\"%s\"]}}"
                        .formatted(text, bob.id()));
    }

    private void reads(String event, String receipt) {
        bob.sync(HttpMethod.POST, "/rooms/{room}/receipt/m.read/{event}", receipt, room, event);
    }

    private List<Boolean> read() {
        return notifications(bob.sync(HttpMethod.GET, PATH, "")).stream()
                .map(told -> told.bool("read").orElseThrow())
                .toList();
    }

    private static JsonObject only(JsonObject page) {
        assertThat(notifications(page)).hasSize(1);
        return notifications(page).getFirst();
    }

    private static List<String> bodies(JsonObject page) {
        return notifications(page).stream()
                .map(told -> TestJson.at(told, "event", "content").string("body"))
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<JsonObject> notifications(JsonObject page) {
        return page.array("notifications").orElseThrow().objects().toList();
    }
}
