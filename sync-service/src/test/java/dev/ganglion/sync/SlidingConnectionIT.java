package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatusCode;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Connections of sliding sync: positions, replicas, limits, and what is refused. */
class SlidingConnectionIT {
    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser atOther = alice.at(Suite.port(Suite.shared().sync(1)));

    @Test
    void p3ARequestThatIsRepeatedGetsTheSameAgain() {
        String room = alice.createsRoom();
        SlidingClient client = new SlidingClient(alice, SlidingClient.all(1, "[]"));
        client.syncs();
        String former = client.pos();

        alice.sends(room, "once");
        SlidingClient.Answer lost = client.waits();
        SlidingClient.Answer again = client.from(former).waits();
        SlidingClient.Answer next = client.syncs();

        assertThat(lost.messages(room)).containsExactly("once");
        assertThat(again.messages(room)).containsExactly("once");
        assertThat(next.rooms()).isEmpty();
    }

    @Test
    void p3AnyReplicaGoesOnWhereAnotherStopped() {
        String room = alice.createsRoom();
        SlidingClient client = new SlidingClient(alice, SlidingClient.all(1, "[]"));
        client.syncs();

        alice.sends(room, "one");
        SlidingClient.Answer one = client.by(atOther).waits();
        alice.sends(room, "two");
        SlidingClient.Answer two = client.by(alice).waits();
        SlidingClient.Answer none = client.by(atOther).syncs();

        assertThat(one.messages(room)).containsExactly("one");
        assertThat(two.messages(room)).containsExactly("two");
        assertThat(two.room(room).has("initial")).isFalse();
        assertThat(none.rooms()).isEmpty();
    }

    @Test
    void p3WhatWasToldInVainIsToldAgainWhicheverReplicaIsAsked() {
        String room = alice.createsRoom();
        String other = alice.createsRoom();
        SlidingClient client = new SlidingClient(alice, subscription(room));
        client.until(answer -> answer.has(room));
        String former = client.pos();

        SlidingClient.Answer lost = client.asks(subscription(other)).syncs();
        alice.sends(room, "one");
        SlidingClient.Answer one = client.asks(subscription(room)).from(former).waits();
        alice.sends(room, "two");
        SlidingClient.Answer two = client.by(atOther).waits();
        SlidingClient.Answer told = client.by(alice).asks(subscription(other)).syncs();

        assertThat(lost.has(other)).isTrue();
        assertThat(one.messages(room)).containsExactly("one");
        assertThat(two.messages(room)).containsExactly("two");
        assertThat(told.room(other).bool("initial")).contains(true);
    }

    private static String subscription(String room) {
        return "{\"room_subscriptions\":{\"%s\":{\"timeline_limit\":1}}}".formatted(room);
    }

    @Test
    void aPositionFromBeforeTheFormerIsUnknown() {
        String room = alice.createsRoom();
        SlidingClient client = new SlidingClient(alice, SlidingClient.all(1, "[]"));
        client.syncs();
        String old = client.pos();

        IntStream.range(0, 2)
                .forEach(
                        n -> {
                            alice.sends(room, "m" + n);
                            client.waits();
                        });
        client.syncs();
        alice.sends(room, "last");
        client.waits();

        isUnknown(client.from(old));
        isUnknown(client.by(atOther).from(old));
    }

    @Test
    void thePositionOfSomebodyElseIsUnknown() {
        alice.createsRoom();
        SlidingClient client = new SlidingClient(alice, SlidingClient.all(1, "[]"));
        client.syncs();

        isUnknown(client.by(bob));
        isUnknown(client.by(alice.onDevice("LAPTOP")));
        isUnknown(client.by(alice).asks("{\"conn_id\":\"other\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1",
                "1_1",
                "1_1_s0-1",
                "999999999_1_s0-0_0-0_0-0_0-0_0-0_1-0",
                "-1_1_x"
            })
    void whatIsNoPositionIsUnknown(String position) {
        isUnknown(new SlidingClient(alice, "{}").from(position));
    }

    @Test
    void aConnectionThatBeginsAnewForgetsItsFormerSelf() {
        alice.createsRoom();
        SlidingClient first = new SlidingClient(alice, SlidingClient.all(1, "[]"));
        first.syncs();
        new SlidingClient(alice, SlidingClient.all(1, "[]")).syncs();

        isUnknown(first.by(atOther));
    }

    @Test
    void theConnectionsOfAnErasedUserAreGone() {
        SlidingClient client = new SlidingClient(alice, "{}");
        client.syncs();

        Suite.shared()
                .tells("auth", "sync", "/internal/users/{userId}/erase", alice.id())
                .expectStatus()
                .isOk();

        isUnknown(client.by(atOther));
    }

    @Test
    void d10ADeviceHasFewConnections() {
        SlidingClient first = new SlidingClient(alice, "{\"conn_id\":\"c0\"}");
        first.syncs();
        IntStream.rangeClosed(1, 16)
                .forEach(n -> new SlidingClient(alice, "{\"conn_id\":\"c" + n + "\"}").syncs());

        isUnknown(first.by(atOther));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "{\"lists\":[]}",
                "{\"lists\":{\"a\":1}}",
                "{\"lists\":{\"a\":{\"ranges\":[[0]]}}}",
                "{\"lists\":{\"a\":{\"ranges\":[[0,-1]]}}}",
                "{\"lists\":{\"a\":{\"ranges\":[[5,1]]}}}",
                "{\"lists\":{\"a\":{\"ranges\":{}}}}",
                "{\"lists\":{\"a\":{\"timeline_limit\":\"x\"}}}",
                "{\"lists\":{\"a\":{\"timeline_limit\":-1}}}",
                "{\"lists\":{\"a\":{\"required_state\":[1]}}}",
                "{\"lists\":{\"a\":{\"required_state\":[[\"m.room.name\"]]}}}",
                "{\"lists\":{\"a\":{\"filters\":{\"is_dm\":\"yes\"}}}}",
                "{\"lists\":{\"a\":{\"filters\":{\"tags\":[null]}}}}",
                "{\"lists\":{\"a\":{\"filters\":{\"room_types\":[1]}}}}",
                "{\"room_subscriptions\":{\"!a:b\":[]}}",
                "{\"extensions\":{\"to_device\":{\"enabled\":true,\"since\":\"x\"}}}",
                "{\"extensions\":{\"receipts\":{\"enabled\":1}}}",
                "{\"conn_id\":1}",
                "{\"txn_id\":{}}"
            })
    void d01WhatIsNotOfTheFormIsRefused(String body) {
        alice.posts(SlidingClient.PATH, body).expectStatus().isBadRequest();
    }

    @Test
    void d03WhatIsTooMuchIsRefused() {
        String lists =
                String.join(
                        ",", IntStream.range(0, 21).mapToObj(n -> "\"l" + n + "\":{}").toList());
        String pairs =
                String.join(
                        ",",
                        IntStream.range(0, 201).mapToObj(n -> "[\"t" + n + "\",\"\"]").toList());

        String rooms =
                String.join(
                        ",",
                        IntStream.range(0, 1_001)
                                .mapToObj(n -> "\"!r" + n + ":test.local\":{}")
                                .toList());

        tooMuch("{\"lists\":{" + lists + "}}");
        tooMuch("{\"room_subscriptions\":{" + rooms + "}}");
        tooMuch("{\"lists\":{\"a\":{\"required_state\":[" + pairs + "]}}}");
        tooMuch(
                "{\"lists\":{\"a\":"
                        + wants("a", "x", 200)
                        + ",\"b\":"
                        + wants("b", "x", 101)
                        + "}}");
        tooMuch(
                "{\"lists\":{\"a\":{\"required_state\":[[\"*\",\"1\"],[\"*\",\"2\"],[\"*\",\"3\"],[\"*\",\"4\"],[\"*\",\"5\"],[\"*\",\"6\"]]}}}");
        tooMuch("{\"conn_id\":\"" + "c".repeat(256) + "\"}");
        tooMuch("{\"lists\":{\"a\":{\"ranges\":[" + "[0,1],".repeat(20) + "[0,1]]}}}");
    }

    private static String wants(String type, String key, int count) {
        return "{\"required_state\":[%s]}"
                .formatted(
                        IntStream.range(0, count)
                                .mapToObj(n -> "[\"%s%d\",\"%s\"]".formatted(type, n, key))
                                .collect(Collectors.joining(",")));
    }

    @Test
    void whoeverBeginsAConnectionSeveralTimesAtOnceIsAnsweredEachTime() {
        List<CompletableFuture<HttpStatusCode>> beginnings =
                IntStream.range(0, 12)
                        .mapToObj(
                                _ ->
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        alice.posts(SlidingClient.PATH, "{}")
                                                                .expectBody()
                                                                .returnResult()
                                                                .getStatus(),
                                                run -> Thread.ofVirtual().start(run)))
                        .toList();

        assertThat(beginnings.stream().map(CompletableFuture::join))
                .allMatch(status -> status.value() == 200 || status.value() == 429);
    }

    @Test
    void d03ARangeBeyondAllRoomsEndsWithThem() {
        String room = alice.createsRoom();
        SlidingClient client =
                new SlidingClient(
                        alice,
                        "{\"lists\":{\"a\":{\"ranges\":[[0,1000000000]],\"timeline_limit\":1000000000}}}");

        SlidingClient.Answer answer = client.until(told -> told.has(room));

        assertThat(answer.count("a")).isEqualTo(1);
        assertThat(answer.rooms()).containsExactly(room);
    }

    @Test
    void d03AnAnswerHasRoomsAndEventsOfABoundedNumberAndTheNextTheRest() {
        Set<String> all = new HashSet<>();
        for (int number = 0; number < 203; number++) {
            all.add(alice.createsRoom());
        }
        String one =
                "{\"conn_id\":\"one\",\"lists\":{\"a\":{\"ranges\":[[0,999]],\"timeline_limit\":1}}}";
        new SlidingClient(alice, one).until(answer -> answer.count("a") == all.size());

        for (int limit : List.of(1, 100)) {
            int atOnce = Math.min(200, 4_000 / limit);
            SlidingClient client = new SlidingClient(alice, one.replace(":1}", ":" + limit + "}"));
            Set<String> told = new HashSet<>();
            while (told.size() < all.size()) {
                Set<String> rooms = client.syncs().rooms();
                assertThat(rooms).hasSize(Math.min(atOnce, all.size() - told.size()));
                assertThat(told).doesNotContainAnyElementsOf(rooms);
                told.addAll(rooms);
            }
            assertThat(told).isEqualTo(all);
            assertThat(client.syncs().rooms()).isEmpty();
        }
    }

    @Test
    void nullsAndUnknownMembersArePassedOver() {
        alice.posts(
                        SlidingClient.PATH,
                        """
                        {"conn_id":null,"lists":{"a":{"ranges":[],"filters":null,"sort":["by_recency"]}},
                         "unsubscribe_rooms":[],"extensions":{"to_device":{"enabled":true,"since":null},"x":{"enabled":true}}}""")
                .expectStatus()
                .isOk();
    }

    private void tooMuch(String body) {
        alice.posts(SlidingClient.PATH, body)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_INVALID_PARAM");
    }

    private static void isUnknown(SlidingClient client) {
        client.tries(0)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_UNKNOWN_POS");
    }
}
