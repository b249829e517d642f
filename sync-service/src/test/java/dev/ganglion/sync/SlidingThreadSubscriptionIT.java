package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** MSC4308. */
class SlidingThreadSubscriptionIT {
    private static final String NAME = "io.element.msc4308.thread_subscriptions";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final List<String> roots = new ArrayList<>();
    private String room = "";

    @BeforeEach
    void aRoomWithMessages() {
        room = alice.createsRoom(bob);
        bob.joins(room);
        for (int number = 0; number < 5; number++) {
            roots.add(bob.sends(room, "root " + number));
        }
    }

    static String asked(int limit) {
        return "{\"extensions\":{\"%s\":{\"enabled\":true,\"limit\":%d}}}".formatted(NAME, limit);
    }

    @Test
    void everythingIsToldAtFirstAndThenWhatChanges() {
        ThreadCalls.subscribes(alice, room, roots.get(0));
        ThreadCalls.subscribesFor(
                        alice, room, roots.get(1), ThreadCalls.replies(bob, room, roots.get(1)))
                .expectStatus()
                .isOk();
        SlidingClient client = new SlidingClient(alice, asked(10));

        JsonObject first = begins(client, roots.get(1));
        ThreadCalls.unsubscribes(alice, room, roots.get(0));
        JsonObject second = client.waits().extension(NAME);

        assertThat(thread(first, "subscribed", 0).bool("automatic")).contains(false);
        assertThat(thread(first, "subscribed", 1).bool("automatic")).contains(true);
        assertThat(first.has("unsubscribed")).isFalse();
        assertThat(first.has("prev_batch")).isFalse();
        assertThat(told(second, "unsubscribed")).containsExactly(roots.get(0));
        assertThat(told(second, "subscribed")).isEmpty();
        assertThat(thread(second, "unsubscribed", 0).keys()).containsExactly("bump_stamp");
        assertThat(bump(second, "unsubscribed", 0)).isGreaterThan(bump(first, "subscribed", 0));
        assertThat(client.syncs().extension(NAME).isEmpty()).isTrue();
    }

    @Test
    void anAnswerThatGotLostIsGivenAgain() {
        SlidingClient client = new SlidingClient(alice, asked(10));
        client.syncs();
        String before = client.pos();
        ThreadCalls.subscribes(alice, room, roots.get(0));

        JsonObject lost = client.waits().extension(NAME);
        JsonObject again = client.from(before).waits().extension(NAME);

        assertThat(again).isEqualTo(lost);
        assertThat(told(again, "subscribed")).containsExactly(roots.get(0));
    }

    @Test
    void whatDoesNotFitIsPagedUpToThePositionOfTheRequest() {
        ThreadCalls.subscribes(alice, room, roots.get(4));
        SlidingClient client = new SlidingClient(alice, asked(2));
        begins(client, roots.get(4));
        String to = client.pos();
        for (String root : roots.subList(0, 4)) {
            ThreadCalls.subscribes(alice, room, root);
        }
        awaitTold(roots.get(3));

        JsonObject window = client.syncs().extension(NAME);
        String from = window.string("prev_batch").orElseThrow();
        JsonObject page = ThreadCalls.pages(alice, "dir=b&limit=1&from={from}&to={to}", from, to);
        String end = page.string("end").orElseThrow();
        JsonObject last = ThreadCalls.pages(alice, "dir=b&from={from}&to={to}", end, to);

        assertThat(told(window, "subscribed"))
                .containsExactlyInAnyOrder(roots.get(2), roots.get(3));
        assertThat(told(page, "subscribed")).containsExactly(roots.get(1));
        assertThat(told(last, "subscribed")).containsExactly(roots.get(0));
        assertThat(last.has("end")).isFalse();
        assertThat(client.syncs().extension(NAME).isEmpty()).isTrue();
    }

    @Test
    void pagesGoBackThroughEverythingWithoutTokens() {
        roots.forEach(root -> ThreadCalls.subscribes(alice, room, root));
        ThreadCalls.unsubscribes(alice, room, roots.get(1));

        JsonObject all = ThreadCalls.pages(alice, "dir=b");
        JsonObject newest = ThreadCalls.pages(alice, "dir=b&limit=2");

        assertThat(told(all, "subscribed")).hasSize(4);
        assertThat(told(all, "unsubscribed")).containsExactly(roots.get(1));
        assertThat(all.has("end")).isFalse();
        assertThat(told(newest, "unsubscribed")).containsExactly(roots.get(1));
        assertThat(told(newest, "subscribed")).containsExactly(roots.get(4));
        assertThat(ThreadCalls.pages(bob, "dir=b").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=1, M_MISSING_PARAM",
        "dir=f, M_INVALID_PARAM",
        "dir=b&limit=0, M_INVALID_PARAM",
        "dir=b&limit=-1, M_INVALID_PARAM",
        "dir=b&limit=many, M_INVALID_PARAM",
        "dir=b&from=nonsense, M_INVALID_PARAM",
        "dir=b&from=0-9999999999999999999, M_INVALID_PARAM",
        "dir=b&to=nonsense, M_INVALID_PARAM",
    })
    void aWrongQueryIsRefused(String query, String errcode) {
        ThreadCalls.triesToPage(alice, query)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo(errcode);
    }

    @Test
    void d03NoPageAndNoAnswerIsLargerThanTheServerAllows() {
        ThreadCalls.subscribes(alice, room, roots.get(0));

        assertThat(told(ThreadCalls.pages(alice, "dir=b&limit=999999999999"), "subscribed"))
                .hasSize(1);
        SlidingClient client = new SlidingClient(alice, asked(Integer.MAX_VALUE));

        assertThat(told(begins(client, roots.get(0)), "subscribed")).hasSize(1);
    }

    @Test
    void theOtherDeviceWakesWhoWaitsAtAnotherReplica() throws Exception {
        TestUser elsewhere = alice.onDevice("LAPTOP").at(Suite.port(Suite.shared().sync(1)));
        SlidingClient client = new SlidingClient(elsewhere, asked(10));
        client.syncs();
        client.syncs();
        CompletableFuture<SlidingClient.Answer> waiting = client.beginsToWait();

        ThreadCalls.subscribes(alice, room, roots.get(0));

        assertThat(told(waiting.get(15, TimeUnit.SECONDS).extension(NAME), "subscribed"))
                .containsExactly(roots.get(0));
    }

    @Test
    void anotherReplicaGoesOnWhereOneLeftOff() {
        ThreadCalls.subscribes(alice, room, roots.get(0));
        SlidingClient client = new SlidingClient(alice, asked(10));
        begins(client, roots.get(0));
        ThreadCalls.subscribes(alice, room, roots.get(1));

        JsonObject next =
                client.by(alice.at(Suite.port(Suite.shared().sync(1)))).waits().extension(NAME);
        ThreadCalls.subscribes(alice, room, roots.get(2));
        JsonObject fresh =
                client.by(alice.at(Suite.port(Suite.shared().startSync()))).waits().extension(NAME);

        assertThat(told(next, "subscribed")).containsExactly(roots.get(1));
        assertThat(told(fresh, "subscribed")).containsExactly(roots.get(2));
    }

    @Test
    void whoLeavesTheExtensionOutForAWhileMissesNothing() {
        SlidingClient client = new SlidingClient(alice, asked(10));
        client.syncs();
        ThreadCalls.subscribes(alice, room, roots.get(0));
        awaitTold(roots.get(0));
        JsonObject without = client.asks("{}").syncs().extension(NAME);

        JsonObject back = client.asks(asked(10)).waits().extension(NAME);

        assertThat(without.isEmpty()).isTrue();
        assertThat(told(back, "subscribed")).containsExactly(roots.get(0));
    }

    @Test
    void a16OthersAreNeverTold() {
        SlidingClient client = new SlidingClient(bob, asked(10));
        client.syncs();
        ThreadCalls.subscribes(alice, room, roots.get(0));
        ThreadCalls.subscribes(bob, room, roots.get(1));

        assertThat(told(client.waits().extension(NAME), "subscribed"))
                .containsExactly(roots.get(1));
    }

    /** Begins when the first replica has read everything up to this change. */
    private JsonObject begins(SlidingClient client, String last) {
        awaitTold(last);
        return client.syncs().extension(NAME);
    }

    private void awaitTold(String root) {
        new SlidingClient(alice.onDevice("OTHER"), asked(10))
                .until(answer -> told(answer.extension(NAME), "subscribed").contains(root));
    }

    private Set<String> told(JsonObject extension, String part) {
        return TestJson.at(extension, part, room).keys();
    }

    private JsonObject thread(JsonObject extension, String part, int number) {
        return TestJson.at(extension, part, room, roots.get(number));
    }

    private long bump(JsonObject extension, String part, int number) {
        return thread(extension, part, number).integer("bump_stamp").orElseThrow();
    }
}
