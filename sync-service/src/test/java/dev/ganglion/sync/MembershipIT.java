package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What joining, leaving and coming back do to what a client is told. */
class MembershipIT {
    private static final String HIDDEN_HISTORY =
            """
            {"preset":"private_chat","initial_state":[{"type":"m.room.history_visibility","state_key":"",
             "content":{"history_visibility":"joined"}}]}""";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");

    @Test
    void anInvitationIsToldWithWhatTheRoomShows() {
        SyncResult before = bob.syncs();

        String room = alice.createsRoom("{\"name\":\"Tea\",\"invite\":[\"" + bob.id() + "\"]}");
        SyncResult after = bob.waitsSince(before);

        List<JsonObject> shown = SyncResult.events(after.invited(room), "invite_state");
        assertThat(shown).anyMatch(event -> event.string("type").orElse("").equals("m.room.name"));
        assertThat(shown)
                .anyMatch(event -> event.string("state_key").orElse("").equals(bob.id().value()));
        assertThat(bob.syncsSince(after).isEmpty()).isTrue();
    }

    @Test
    void aJoinWhileSyncingBringsTheFullState() {
        String room = alice.createsRoom(bob);
        alice.sends(room, "before");
        SyncResult before = awaitSync(bob, sync -> !sync.invited(room).isEmpty());

        bob.joins(room);
        SyncResult after = awaitSince(bob, before, sync -> !sync.joined(room).isEmpty());

        assertThat(types(after, room))
                .contains("m.room.create", "m.room.power_levels", "m.room.join_rules");
        assertThat(after.messages(room)).containsExactly("before");
        assertThat(TestJson.at(after.joined(room), "summary").integer("m.joined_member_count"))
                .contains(2L);
        assertThat(after.json().toString()).contains("m.heroes");
    }

    @Test
    void aNewlyJoinedRoomWithMoreThanTheLimitIsLimited() {
        String room = alice.createsRoom(bob);
        IntStream.range(0, 30).forEach(number -> alice.sends(room, "m" + number));
        SyncResult before = awaitSync(bob, sync -> !sync.invited(room).isEmpty());

        bob.joins(room);
        SyncResult after = awaitSince(bob, before, sync -> !sync.joined(room).isEmpty());

        assertThat(after.isLimited(room)).isTrue();
        assertThat(after.timeline(room)).hasSize(20);
        assertThat(after.messages(room)).endsWith("m28", "m29");
        assertThat(after.state(room, "m.room.create", "")).isPresent();
    }

    @Test
    void whoJoinsSeesNothingFromBeforeWhereHistoryIsForMembersOnly() {
        String room = alice.createsRoom(HIDDEN_HISTORY);
        alice.sends(room, "not for bob");
        alice.invites(room, bob);
        bob.joins(room);
        alice.sends(room, "for bob");

        SyncResult sync = awaitSync(bob, found -> found.messages(room).contains("for bob"));

        assertThat(sync.messages(room)).containsExactly("for bob");
        assertThat(sync.json().toString()).doesNotContain("not for bob");
        assertThat(types(sync, room)).contains("m.room.create");
    }

    @Test
    void aKickedMemberSeesNothingSentAfterTheKick() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        SyncResult before = awaitSync(bob, sync -> !sync.joined(room).isEmpty());

        alice.sends(room, "before the kick");
        alice.kicks(room, bob);
        alice.sends(room, "after the kick");
        alice.sets(room, "m.room.topic", "", "{\"topic\":\"secret topic\"}");
        SyncResult after = awaitSince(bob, before, sync -> !sync.left(room).isEmpty());

        assertThat(SyncResult.bodies(SyncResult.events(after.left(room), "timeline")))
                .containsExactly("before the kick");
        assertThat(after.joined(room).isEmpty()).isTrue();
        assertThat(bob.syncsSince(after).isEmpty()).isTrue();
        assertThat(bob.syncs().json().toString()).doesNotContain("after the kick", room);
        assertThat(leftRooms(bob).left(room).toString())
                .doesNotContain("after the kick", "secret topic");
    }

    @Test
    void whoTurnsAnInvitationDownIsToldNothingOfTheRoom() {
        String room = alice.createsRoom(bob);
        alice.sends(room, "inside");
        SyncResult before = awaitSync(bob, sync -> !sync.invited(room).isEmpty());

        bob.leaves(room);
        SyncResult after = awaitSince(bob, before, sync -> !sync.left(room).isEmpty());

        assertThat(SyncResult.events(after.left(room), "timeline")).hasSize(1);
        assertThat(SyncResult.events(after.left(room), "state")).isEmpty();
        assertThat(after.json().toString()).doesNotContain("inside");
    }

    @Test
    void p3WhoComesBackGetsTheStateAnewAndNoEventTwice() {
        String room = alice.createsRoom("{\"preset\":\"public_chat\"}");
        bob.joins(room);
        alice.sends(room, "one");
        SyncResult first = awaitSync(bob, sync -> sync.messages(room).contains("one"));
        bob.leaves(room);
        SyncResult left = awaitSince(bob, first, sync -> !sync.left(room).isEmpty());
        alice.sends(room, "two");
        bob.joins(room);
        alice.sends(room, "three");

        SyncResult back =
                awaitSync(
                        bob,
                        "since=" + left.nextBatch(),
                        sync -> sync.messages(room).contains("three"));

        assertThat(back.messages(room)).containsExactly("two", "three");
        assertThat(types(back, room)).contains("m.room.create");
        assertThat(ids(back, room)).doesNotContainAnyElementsOf(ids(first, room));
    }

    @Test
    void p3WhoWasGoneBetweenTwoSyncsGetsEveryVisibleEventOnce() {
        String room = alice.createsRoom("{\"preset\":\"public_chat\"}");
        bob.joins(room);
        SyncResult before = awaitSync(bob, sync -> !sync.joined(room).isEmpty());
        bob.leaves(room);
        alice.sends(room, "meanwhile");
        bob.joins(room);
        alice.sends(room, "again");

        SyncResult after =
                awaitSync(
                        bob,
                        "since=" + before.nextBatch(),
                        sync -> sync.messages(room).contains("again"));

        assertThat(after.messages(room)).containsExactly("meanwhile", "again");
        assertThat(ids(after, room)).doesNotContainAnyElementsOf(ids(before, room));
        assertThat(types(after, room)).contains("m.room.create");
    }

    @Test
    void aDeviceThatWasAwayHearsOfARoomThatWasLeftAndForgotten() {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        SyncResult before = awaitSync(bob, sync -> !sync.joined(room).isEmpty());
        bob.leaves(room);
        bob.forgets(room);

        TestUser bobFarBehind = bob.at(Suite.port(Suite.shared().startSync()));

        assertThat(bobFarBehind.syncsSince(before).left(room).isEmpty()).isFalse();
        assertThat(leftRooms(bobFarBehind).json().toString()).doesNotContain(room);
    }

    @Test
    void aFormerMemberWhoKnockedLaterSeesNoStateFromAfterTheLeaving() {
        String room = alice.createsRoom(roomToKnockAt());
        SyncResult invited = awaitSync(bob, sync -> !sync.invited(room).isEmpty());
        bob.joins(room);
        SyncResult inside = awaitSync(bob, sync -> !sync.joined(room).isEmpty());
        bob.leaves(room);
        alice.sets(room, "m.room.topic", "", "{\"topic\":\"secret topic\"}");
        bob.knocks(room);
        bob.leaves(room);

        assertNothingFromAfterTheLeaving(room, 4, "", invited, inside);
    }

    @Test
    void whoIsBannedAfterLeavingSeesNoStateFromInBetween() {
        String room = alice.createsRoom(bob);
        SyncResult invited = awaitSync(bob, sync -> !sync.invited(room).isEmpty());
        bob.joins(room);
        SyncResult inside = awaitSync(bob, sync -> !sync.joined(room).isEmpty());
        bob.leaves(room);
        alice.sets(room, "m.room.topic", "", "{\"topic\":\"secret topic\"}");
        alice.bans(room, bob);

        assertNothingFromAfterTheLeaving(room, 3, "", invited, inside);
        assertNothingFromAfterTheLeaving(room, 3, "use_state_after=true&", invited, inside);
    }

    /**
     * With an initial sync, since before the joining and since the stay, whether or not there is a
     * gap.
     *
     * @param memberships how many events of the user's own a long timeline shows
     */
    private void assertNothingFromAfterTheLeaving(
            String room, int memberships, String options, SyncResult invited, SyncResult inside) {
        for (int limit : List.of(1, 50)) {
            String filter =
                    "{\"room\":{\"include_leave\":true,\"timeline\":{\"limit\":%d}}}"
                            .formatted(limit);
            String query = options + "filter={filter}";
            SyncResult initial =
                    await().until(
                                    () -> bob.syncs(query, filter),
                                    sync ->
                                            ownMemberships(sync, room)
                                                    >= Math.min(limit, memberships));
            SyncResult sinceInvited = bob.syncs(query + "&since=" + invited.nextBatch(), filter);
            SyncResult sinceInside = bob.syncs(query + "&since=" + inside.nextBatch(), filter);

            assertThat(List.of(initial, sinceInvited, sinceInside))
                    .allSatisfy(
                            sync ->
                                    assertThat(sync.left(room).toString())
                                            .contains("m.room.member")
                                            .doesNotContain("secret topic"));
            assertThat(List.of(initial, sinceInvited))
                    .allSatisfy(
                            sync ->
                                    assertThat(sync.left(room).toString())
                                            .contains("m.room.create"));
        }
    }

    private long ownMemberships(SyncResult sync, String room) {
        return SyncResult.events(sync.left(room), "timeline").stream()
                .filter(
                        event ->
                                event.string("state_key")
                                        .filter(bob.id().value()::equals)
                                        .isPresent())
                .count();
    }

    private String roomToKnockAt() {
        return """
               {"preset":"private_chat","invite":["%s"],"initial_state":[{"type":"m.room.join_rules","state_key":"",
                "content":{"join_rule":"knock"}}]}"""
                .formatted(bob.id());
    }

    @Test
    void aNewDisplayNameIsNoNewMembership() {
        String room = alice.createsRoom();
        SyncResult before = alice.syncs();

        alice.sets(
                room,
                "m.room.member",
                alice.id().value(),
                "{\"membership\":\"join\",\"displayname\":\"Al\"}");
        SyncResult after = awaitSince(alice, before, sync -> !sync.joined(room).isEmpty());

        assertThat(after.timeline(room)).hasSize(1);
        assertThat(after.state(room)).isEmpty();
    }

    private static SyncResult leftRooms(TestUser user) {
        return user.syncs("filter={filter}", "{\"room\":{\"include_leave\":true}}");
    }

    private static SyncResult awaitSync(TestUser user, Predicate<SyncResult> condition) {
        return awaitSync(user, "", condition);
    }

    private static SyncResult awaitSync(
            TestUser user, String query, Predicate<SyncResult> condition) {
        return await().until(() -> user.syncs(query), condition);
    }

    /** As a client does it: one response after the other. */
    private static SyncResult awaitSince(
            TestUser user, SyncResult before, Predicate<SyncResult> condition) {
        SyncResult sync = user.waitsSince(before);
        while (!condition.test(sync)) {
            sync = user.waitsSince(sync);
        }
        return sync;
    }

    private static List<String> types(SyncResult sync, String room) {
        return Stream.concat(sync.state(room).stream(), sync.timeline(room).stream())
                .flatMap(event -> event.string("type").stream())
                .toList();
    }

    private static List<String> ids(SyncResult sync, String room) {
        return sync.timeline(room).stream()
                .flatMap(event -> event.string("event_id").stream())
                .toList();
    }
}
