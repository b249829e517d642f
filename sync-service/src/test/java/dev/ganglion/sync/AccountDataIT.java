package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Account data and tags. */
class AccountDataIT {
    private static final String GLOBAL = "/user/{user}/account_data/{type}";
    private static final String OF_ROOM = "/user/{user}/rooms/{room}/account_data/{type}";
    private static final String TAG = "/user/{user}/rooms/{room}/tags/{tag}";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");

    @Test
    void aTagWithNulSpoilsNoSync() {
        String room = alice.createsRoom();
        SyncIT.awaitJoin(alice, room);

        alice.tries(HttpMethod.PUT, TAG, "{}", alice.id(), room, "u.a\u0000b")
                .expectStatus()
                .isBadRequest();

        assertThat(alice.syncs().json().has("next_batch")).isTrue();
    }

    @Test
    void whatIsPutIsReadAndSyncedAndWakesTheOtherDevice() {
        alice.sync(HttpMethod.PUT, GLOBAL, "{\"n\":1}", alice.id(), "org.example.a");
        SyncResult before =
                await().until(alice::syncs, sync -> !sync.accountData("org.example.a").isEmpty());

        var poll = alice.beginsToWait(before);
        alice.sync(HttpMethod.PUT, GLOBAL, "{\"n\":2}", alice.id(), "org.example.a");

        assertThat(poll.join().accountData("org.example.a").getFirst().integer("n")).contains(2L);
        assertThat(alice.sync(HttpMethod.GET, GLOBAL, "", alice.id(), "org.example.a").integer("n"))
                .contains(2L);
        assertThat(alice.syncs().accountData("org.example.a")).hasSize(1);
    }

    @Test
    void floatsComeBackAsTheyWent() {
        alice.sync(HttpMethod.PUT, GLOBAL, "{\"x\":0.25}", alice.id(), "org.example.float");

        assertThat(text(alice.reads(GLOBAL, alice.id(), "org.example.float")))
                .isEqualTo("{\"x\":0.25}");
    }

    @Test
    void accountDataOfARoomStandsInTheRoom() {
        String room = alice.createsRoom();
        SyncResult before = SyncIT.awaitJoin(alice, room);

        alice.sync(HttpMethod.PUT, OF_ROOM, "{\"n\":1}", alice.id(), room, "org.example.r");
        SyncResult after = alice.waitsSince(before);

        assertThat(after.roomAccountData(room, "org.example.r")).hasSize(1);
        assertThat(after.timeline(room)).isEmpty();
        assertThat(after.accountData("org.example.r")).isEmpty();
    }

    @Test
    void tagsSetAtOnceAreAllThere() {
        String room = alice.createsRoom();

        IntStream.range(0, 20)
                .parallel()
                .forEach(
                        number ->
                                alice.sync(
                                        HttpMethod.PUT,
                                        TAG,
                                        "{\"order\":0." + number + "}",
                                        alice.id(),
                                        room,
                                        "u.t" + number));
        alice.sync(HttpMethod.DELETE, TAG, "", alice.id(), room, "u.t7");

        String tags = text(alice.reads("/user/{user}/rooms/{room}/tags", alice.id(), room));
        assertThat(tags).contains("\"u.t0\"", "\"u.t19\"").doesNotContain("\"u.t7\"");
        assertThat(
                        IntStream.range(0, 20)
                                .filter(number -> tags.contains("\"u.t" + number + "\""))
                                .count())
                .isEqualTo(19);
    }

    @Test
    void nobodyReadsOrWritesTheAccountDataOfOthers() {
        bob.tries(HttpMethod.PUT, GLOBAL, "{}", alice.id(), "org.example.a")
                .expectStatus()
                .isForbidden();
        bob.reads(GLOBAL, alice.id(), "org.example.a").expectStatus().isForbidden();
        bob.tries(HttpMethod.PUT, TAG, "{}", alice.id(), "!r:test.local", "u.x")
                .expectStatus()
                .isForbidden();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        alice.reads(GLOBAL, alice.id(), "org.example.none").expectStatus().isNotFound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.fully_read", "m.push_rules"})
    void whatTheServerKeepsItselfCannotBePut(String type) {
        alice.tries(HttpMethod.PUT, GLOBAL, "{}", alice.id(), type)
                .expectStatus()
                .isEqualTo(405)
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_BAD_JSON");
    }

    @Test
    void d10AccountDataHasALimit() {
        String body = "{\"x\":\"" + "x".repeat(300_000) + "\"}";

        alice.tries(HttpMethod.PUT, GLOBAL, body, alice.id(), "org.example.big")
                .expectStatus()
                .isEqualTo(413);
    }

    @Test
    void d10ARoomHasAtMostAHundredTags() {
        String room = alice.createsRoom();
        IntStream.range(0, 100)
                .forEach(
                        number ->
                                alice.sync(
                                        HttpMethod.PUT,
                                        TAG,
                                        "{}",
                                        alice.id(),
                                        room,
                                        "u." + number));

        alice.tries(HttpMethod.PUT, TAG, "{}", alice.id(), room, "u.more")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_INVALID_PARAM");
        alice.sync(HttpMethod.PUT, TAG, "{\"order\":0.5}", alice.id(), room, "u.99");
    }

    @Test
    void d10AllOfAUsersAccountDataHasALimitThatWritesAtOnceDoNotGetPast() {
        String room = alice.createsRoom();
        String quarter = "{\"x\":\"" + "x".repeat(249_992) + "\"}";
        List<TestUser> replicas = List.of(alice, alice.at(Suite.port(Suite.shared().sync(1))));
        IntStream.range(0, 20).forEach(number -> keeps(number, quarter));
        IntStream.range(20, 39).forEach(number -> keepsOfRoom(room, number, quarter));

        List<Integer> statuses =
                IntStream.range(40, 48)
                        .parallel()
                        .map(number -> status(replicas.get(number % 2), number, quarter))
                        .boxed()
                        .toList();

        assertThat(statuses).containsOnly(200, 413).filteredOn(status -> status == 200).hasSize(2);
        alice.tries(HttpMethod.PUT, GLOBAL, quarter, alice.id(), "org.example.more")
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_TOO_LARGE");
        keeps(0, "{}");
        keeps(50, quarter);
    }

    private void keeps(int number, String content) {
        alice.sync(HttpMethod.PUT, GLOBAL, content, alice.id(), "org.example.q" + number);
    }

    private void keepsOfRoom(String room, int number, String content) {
        alice.sync(HttpMethod.PUT, OF_ROOM, content, alice.id(), room, "org.example.q" + number);
    }

    private static int status(TestUser user, int number, String content) {
        return user.tries(HttpMethod.PUT, GLOBAL, content, user.id(), "org.example.q" + number)
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "{", "null", "{\"a\":\"\\u0000\"}"})
    void whatIsNoObjectIsRefused(String body) {
        alice.tries(HttpMethod.PUT, GLOBAL, body, alice.id(), "org.example.a")
                .expectStatus()
                .isBadRequest();
    }

    private static String text(WebTestClient.ResponseSpec response) {
        byte[] body = response.expectStatus().isOk().expectBody().returnResult().getResponseBody();
        return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
    }
}
