package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a client is told of the rooms that it is in. */
class SyncIT {
    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");

    @Test
    void anInitialSyncTellsOfTheRoomWithItsStateAndMessages() {
        String room = alice.createsRoom();
        alice.sends(room, "hello");

        SyncResult sync = alice.syncs();

        assertThat(sync.messages(room)).containsExactly("hello");
        assertThat(stateAndTimeline(sync, room))
                .contains(
                        "m.room.create",
                        "m.room.member",
                        "m.room.power_levels",
                        "m.room.join_rules");
        assertThat(sync.accountData("m.push_rules")).hasSize(1);
    }

    @Test
    void theNextSyncTellsOnlyOfWhatIsNew() {
        String room = alice.createsRoom();
        alice.sends(room, "one");
        SyncResult first = alice.syncs();
        alice.sends(room, "two");

        SyncResult second = alice.waitsSince(first);
        SyncResult third = alice.syncsSince(second);

        assertThat(second.messages(room)).containsExactly("two");
        assertThat(second.isLimited(room)).isFalse();
        assertThat(second.state(room)).isEmpty();
        assertThat(third.isEmpty()).isTrue();
    }

    @Test
    void aLongPollIsWokenByAMessage() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        SyncResult before = awaitJoin(bob, room);

        var poll = bob.beginsToWait(before);
        alice.sends(room, "wake up");

        assertThat(poll.join().messages(room)).containsExactly("wake up");
    }

    @Test
    void aLongPollWithNothingNewEndsEmptyAfterItsTimeout() {
        alice.createsRoom();
        SyncResult before = alice.syncs();

        SyncResult after = alice.syncs("timeout=300&since=" + before.nextBatch());

        assertThat(after.isEmpty()).isTrue();
    }

    @Test
    void aTimelineThatIsCutIsLimitedAndBringsTheStateOfTheGap() {
        String room = alice.createsRoom();
        SyncResult before = alice.syncs();
        alice.sets(room, "m.room.topic", "", "{\"topic\":\"new\"}");
        IntStream.range(0, 5).forEach(number -> alice.sends(room, "m" + number));

        String query = "filter={filter}&since=" + before.nextBatch();
        SyncResult after =
                awaitMessage(alice, query, room, "m4", "{\"room\":{\"timeline\":{\"limit\":2}}}");

        assertThat(after.messages(room)).containsExactly("m3", "m4");
        assertThat(after.isLimited(room)).isTrue();
        assertThat(after.state(room, "m.room.topic", "")).isPresent();
        assertThat(TestJson.at(after.joined(room), "timeline").string("prev_batch")).isPresent();
    }

    @Test
    void onlyTheSendingDeviceIsShownTheTransactionId() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        alice.sends(room, "mine");

        JsonObject own = last(awaitMessage(alice, "", room, "mine"), room);
        JsonObject other = last(awaitMessage(alice.onDevice("LAPTOP"), "", room, "mine"), room);
        JsonObject bobs = last(awaitMessage(bob, "", room, "mine"), room);

        assertThat(TestJson.at(own, "unsigned").string("transaction_id")).isPresent();
        assertThat(TestJson.at(other, "unsigned").string("transaction_id")).isEmpty();
        assertThat(TestJson.at(bobs, "unsigned").string("transaction_id")).isEmpty();
        assertThat(TestJson.at(bobs, "unsigned").string("membership")).contains("join");
        assertThat(TestJson.at(bobs, "unsigned").integer("age")).isPresent();
    }

    @Test
    void onlyTheSenderIsShownTheDelayIdAndOnAllDevices() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        String delayId = alice.sendsLater(room, "mine");

        JsonObject own = last(awaitMessage(alice, "", room, "mine"), room);
        JsonObject other = last(awaitMessage(alice.onDevice("LAPTOP"), "", room, "mine"), room);
        JsonObject bobs = last(awaitMessage(bob, "", room, "mine"), room);

        assertThat(TestJson.at(own, "unsigned").string("org.matrix.msc4140.delay_id"))
                .contains(delayId);
        assertThat(TestJson.at(other, "unsigned").string("org.matrix.msc4140.delay_id"))
                .contains(delayId);
        assertThat(TestJson.at(own, "unsigned").has("transaction_id")).isFalse();
        assertThat(bobs.toString()).doesNotContain(delayId);
    }

    @Test
    void aReplacedStateEventIsQuoted() {
        String room = alice.createsRoom();
        String first = alice.sets(room, "m.room.topic", "", "{\"topic\":\"old\"}");
        SyncResult before = awaitEvent(alice, "", room, first);
        String second = alice.sets(room, "m.room.topic", "", "{\"topic\":\"new\"}");

        JsonObject event =
                last(awaitEvent(alice, "since=" + before.nextBatch(), room, second), room);

        assertThat(TestJson.at(event, "unsigned", "prev_content").string("topic")).contains("old");
        assertThat(TestJson.at(event, "unsigned").string("replaces_state")).contains(first);
    }

    @Test
    void r03RedactedContentNeverAppears() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        SyncResult before = awaitJoin(bob, room);
        String secret = alice.sends(room, "a secret");
        alice.redacts(room, secret);
        String last = alice.sends(room, "after");

        SyncResult fromMemory = awaitEvent(bob, "since=" + before.nextBatch(), room, last);
        SyncResult fromDatabase = bob.syncsAt(1, "");

        assertThat(fromMemory.json().toString())
                .doesNotContain("a secret")
                .contains("redacted_because");
        assertThat(fromDatabase.json().toString())
                .doesNotContain("a secret")
                .contains("redacted_because");
    }

    @Test
    void r03ATopicThatWasRedactedIsNotQuotedEither() {
        String room = alice.createsRoom();
        String secret = alice.sets(room, "m.room.topic", "", "{\"topic\":\"a secret\"}");
        SyncResult before = awaitEvent(alice, "", room, secret);
        alice.sets(room, "m.room.topic", "", "{\"topic\":\"public\"}");
        alice.redacts(room, secret);
        String last = alice.sends(room, "after");

        SyncResult after = awaitEvent(alice, "since=" + before.nextBatch(), room, last);

        assertThat(after.json().toString()).doesNotContain("a secret").contains("public");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "-5",
                "s0--1_0-0_0-0_0-0_0-0_1-1",
                "s1-5_0-0_0-0_1-1",
                "t0-5",
                "%00",
                "s0-1"
            })
    void d03AGarbledTokenIsRefused(String token) {
        alice.reads("/sync?since=" + token)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_INVALID_PARAM");
    }

    @Test
    void d03ATokenFromBeyondTheStreamBeginsAnew() {
        String room = alice.createsRoom();
        alice.sends(room, "hello");

        SyncResult sync = alice.syncs("since=s0-999999999999_0-0_0-0_0-0_0-0_1-1");

        assertThat(sync.messages(room)).containsExactly("hello");
        assertThat(stateAndTimeline(sync, room)).contains("m.room.create");
    }

    @Test
    void fullStateBringsAllStateOfEveryRoom() {
        String room = alice.createsRoom();
        SyncResult before = alice.syncs();

        SyncResult after = alice.syncs("full_state=true&since=" + before.nextBatch());

        assertThat(after.timeline(room)).isEmpty();
        assertThat(after.state(room, "m.room.create", "")).isPresent();
    }

    @Test
    void aRoomThatLosesItsNameIsToldWithThoseWhoStandForIt() {
        String room = alice.createsRoom("{\"name\":\"Tea\",\"preset\":\"public_chat\"}");
        bob.joins(room);
        SyncResult named = awaitJoin(bob, room);
        String gone = alice.sets(room, "m.room.name", "", "{}");

        SyncResult nameless = awaitEvent(bob, "since=" + named.nextBatch(), room, gone);
        String back = alice.sets(room, "m.room.name", "", "{\"name\":\"Tea again\"}");
        SyncResult renamed = awaitEvent(bob, "since=" + nameless.nextBatch(), room, back);

        assertThat(heroes(named, room)).isEmpty();
        assertThat(heroes(nameless, room))
                .hasValueSatisfying(
                        heroes -> assertThat(heroes.strings()).containsExactly(alice.id().value()));
        assertThat(heroes(renamed, room)).isEmpty();
    }

    private static Optional<JsonArray> heroes(SyncResult sync, String room) {
        return TestJson.at(sync.joined(room), "summary").array("m.heroes");
    }

    @Test
    void stateAfterTheTimelineHoldsWhatTheTimelineChanged() {
        String room = alice.createsRoom();
        SyncResult before = alice.syncs();
        String topic = alice.sets(room, "m.room.topic", "", "{\"topic\":\"new\"}");

        SyncResult after =
                awaitEvent(alice, "use_state_after=true&since=" + before.nextBatch(), room, topic);

        assertThat(after.joined(room).has("state")).isFalse();
        assertThat(SyncResult.events(after.joined(room), "state_after"))
                .anyMatch(event -> event.string("event_id").equals(Optional.of(topic)));
    }

    static SyncResult awaitJoin(TestUser user, String room) {
        SyncResult sync = user.syncs();
        while (!sync.json().toString().contains(room)) {
            sync = user.syncs();
        }
        return sync;
    }

    /**
     * Syncs until the message is there: what was sent just now may not have reached the replica
     * yet.
     */
    static SyncResult awaitMessage(
            TestUser user, String query, String room, String body, Object... values) {
        return await().until(
                        () -> user.syncs(query, values),
                        sync -> sync.messages(room).contains(body));
    }

    static SyncResult awaitEvent(TestUser user, String query, String room, String eventId) {
        return await().until(
                        () -> user.syncs(query),
                        sync ->
                                sync.timeline(room).stream()
                                        .anyMatch(
                                                event ->
                                                        event.string("event_id")
                                                                .equals(Optional.of(eventId))));
    }

    private static JsonObject last(SyncResult sync, String room) {
        return sync.timeline(room).getLast();
    }

    private static List<String> stateAndTimeline(SyncResult sync, String room) {
        return Stream.concat(sync.state(room).stream(), sync.timeline(room).stream())
                .flatMap(event -> event.string("type").stream())
                .toList();
    }
}
