package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Module "Ignoring Users": what /sync leaves out of it all. */
class IgnoredUsersIT {
    private static final String TYPE = "m.ignored_user_list";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser mallory = Suite.shared().user("mallory");
    private String room = "";

    @BeforeEach
    void aRoomOfThreeWhereBobIgnoresMallory() {
        room = alice.createsRoom(bob, mallory);
        bob.joins(room);
        mallory.joins(room);
        ignores("\"%s\":{}".formatted(mallory.id()));
    }

    @Test
    void whatIgnoredUsersSendIsLeftOutAndTheirStateIsNot() {
        SyncResult before = current();
        mallory.sends(room, "ignored");
        mallory.room(
                HttpMethod.PUT,
                "/rooms/{room}/state/m.room.member/{user}",
                "{\"membership\":\"join\",\"displayname\":\"Mal\"}",
                room,
                mallory.id());
        alice.sends(room, "seen");

        SyncResult news = SyncIT.awaitMessage(bob, "since=" + before.nextBatch(), room, "seen");
        SyncResult anew = bob.syncs();

        assertThat(news.messages(room)).containsExactly("seen");
        assertThat(news.timeline(room)).hasSize(2).first().asString().contains("Mal");
        assertThat(anew.messages(room)).containsExactly("seen");
        assertThat(alice.syncs().messages(room)).containsExactly("ignored", "seen");
    }

    @Test
    void aRoomWithNothingButIgnoredMessagesLetsTheRequestWait() {
        SyncResult before = current();
        CompletableFuture<SyncResult> waiting = bob.beginsToWait(before);
        mallory.sends(room, "ignored");
        SyncIT.awaitMessage(alice, "", room, "ignored");

        SyncResult nothing = bob.syncs("timeout=500&since=" + before.nextBatch());
        assertThat(nothing.isEmpty()).isTrue();
        assertThat(waiting).isNotDone();

        alice.sends(room, "seen");
        assertThat(waiting.join().messages(room)).containsExactly("seen");
    }

    @Test
    void whoeverIsIgnoredNoMoreIsHeardAtOnceAtBothReplicas() {
        SyncResult before = current();
        mallory.sends(room, "ignored");
        ignores("");

        SyncResult unignored = current();
        mallory.sends(room, "heard");

        await().until(
                        () -> bob.syncsAt(1, "since=" + unignored.nextBatch()),
                        sync -> sync.messages(room).contains("heard"));
        assertThat(
                        SyncIT.awaitMessage(bob, "since=" + unignored.nextBatch(), room, "heard")
                                .messages(room))
                .containsExactly("heard");
        assertThat(before.messages(room)).isEmpty();
        assertThat(bob.syncs().messages(room)).contains("ignored", "heard");
    }

    @Test
    void r08ManyIgnoredMessagesAreAGapThatCanBePaged() {
        SyncResult before = current();
        alice.sends(room, "first");
        IntStream.range(0, 12).forEach(i -> mallory.sends(room, "ignored" + i));
        SyncIT.awaitMessage(alice, "", room, "ignored11");
        SyncResult told =
                bob.at(Suite.port(Suite.shared().startSync()))
                        .syncs(
                                "since=" + before.nextBatch() + "&filter={filter}",
                                "{\"room\":{\"timeline\":{\"limit\":2}}}");

        assertThat(told.timeline(room)).isEmpty();
        assertThat(told.isLimited(room)).isTrue();
        String from = TestJson.at(told.joined(room), "timeline").string("prev_batch").orElseThrow();
        assertThat(
                        bob.readsRoom("/rooms/{room}/messages?dir=b&limit=30&from=" + from, room)
                                .toString())
                .contains("first");
        assertThat(bob.syncsSince(told).isEmpty()).isTrue();
    }

    @Test
    void invitationsOfIgnoredUsersAreNotShown() {
        String spam = mallory.createsRoom(bob);
        String welcome = alice.createsRoom(bob);

        SyncResult sync =
                await().until(bob::syncs, told -> !told.invited(welcome).keys().isEmpty());

        assertThat(sync.json().toString()).doesNotContain(spam);
        ignores("");
        current();
        assertThat(bob.syncs().invited(spam).keys()).isNotEmpty();
    }

    @Test
    void receiptsAndTypingOfIgnoredUsersAreNotShown() {
        SyncResult before = current();
        String event = alice.sends(room, "seen");
        for (TestUser user : new TestUser[] {mallory, alice}) {
            user.sync(
                    HttpMethod.PUT,
                    "/rooms/{room}/typing/{user}",
                    "{\"typing\":true,\"timeout\":60000}",
                    room,
                    user.id());
            user.sync(HttpMethod.POST, "/rooms/{room}/receipt/m.read/{event}", "{}", room, event);
        }

        SyncResult told =
                await().until(
                                () -> bob.syncsSince(before),
                                sync ->
                                        sync.ephemeral(room, "m.receipt")
                                                        .toString()
                                                        .contains(alice.id().value())
                                                && sync.ephemeral(room, "m.typing")
                                                        .toString()
                                                        .contains(alice.id().value()));
        assertThat(TestJson.at(told.joined(room), "ephemeral").toString())
                .doesNotContain(mallory.id().value());
    }

    @Test
    void aListOfTheWrongFormIgnoresNobody() {
        mallory.sends(room, "heard");
        for (String content : new String[] {"[1]", "\"x\"", "null", "{\"x\":1,\"\":{}}"}) {
            puts("{\"ignored_users\":%s}".formatted(content));
            current();

            assertThat(SyncIT.awaitMessage(bob, "", room, "heard").messages(room))
                    .as(content)
                    .containsExactly("heard");
        }
    }

    @Test
    void slidingSyncLeavesThemOutToo() {
        String spam = mallory.createsRoom(bob);
        String welcome = alice.createsRoom(bob);
        current();
        SlidingClient client =
                new SlidingClient(
                        bob,
                        """
                        {"lists":{"all":{"ranges":[[0,9]],"timeline_limit":10,"required_state":[]}},
                         "extensions":{"receipts":{"enabled":true},"typing":{"enabled":true}}}""");
        SlidingClient.Answer first = client.until(answer -> answer.has(welcome));
        mallory.sends(room, "ignored");
        mallory.sync(
                HttpMethod.PUT,
                "/rooms/{room}/typing/{user}",
                "{\"typing\":true,\"timeout\":60000}",
                room,
                mallory.id());
        String seen = alice.sends(room, "seen");
        mallory.sync(HttpMethod.POST, "/rooms/{room}/receipt/m.read/{event}", "{}", room, seen);
        SlidingClient.Answer news = client.until(answer -> answer.messages(room).contains("seen"));
        alice.sync(HttpMethod.POST, "/rooms/{room}/receipt/m.read/{event}", "{}", room, seen);
        SlidingClient.Answer last = client.until(answer -> !answer.extension("receipts").isEmpty());

        assertThat(first.count("all")).isEqualTo(2);
        assertThat(news.messages(room)).containsExactly("seen");
        for (SlidingClient.Answer answer : new SlidingClient.Answer[] {first, news, last}) {
            assertThat(answer.json().toString()).doesNotContain(spam, "ignored\"");
            assertThat(answer.extension("receipts").toString())
                    .doesNotContain(mallory.id().value());
            assertThat(answer.extension("typing").toString()).doesNotContain(mallory.id().value());
        }
    }

    private void ignores(String users) {
        puts("{\"ignored_users\":{%s}}".formatted(users));
    }

    private void puts(String list) {
        String marked = list.substring(0, list.length() - 1) + ",\"n\":" + System.nanoTime() + "}";
        bob.sync(HttpMethod.PUT, "/user/{user}/account_data/" + TYPE, marked, bob.id());
        last = marked.substring(marked.lastIndexOf(':') + 1, marked.length() - 1);
    }

    private String last = "";

    /** Both replicas know the list that was set last, and the room. */
    private SyncResult current() {
        await().until(() -> bob.syncsAt(1, ""), this::isCurrent);
        return await().until(bob::syncs, this::isCurrent);
    }

    private boolean isCurrent(SyncResult sync) {
        return sync.accountData(TYPE).toString().contains(last)
                && sync.timeline(room).stream()
                        .anyMatch(
                                event ->
                                        event.string("sender")
                                                .equals(Optional.of(mallory.id().value())));
    }
}
