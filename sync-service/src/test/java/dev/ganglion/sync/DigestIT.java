package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.accounts.DigestsDouble;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What Alice is mailed of what she has missed. Time passes where the database keeps it. */
class DigestIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser carol = Suite.shared().user("carol");
    private final String address = EmailPusherIT.address(alice);
    private String room = "";

    @BeforeEach
    void aliceWantsMails() {
        Suite.shared().devices().has(alice);
        room = bob.createsRoom(alice);
        alice.joins(room);
        SyncIT.awaitJoin(alice, room);
        EmailPusherIT.sets(alice, address);
    }

    @AfterEach
    void nobodyIsMailedAnyMore() {
        for (TestUser user : List.of(alice, carol)) {
            execute("delete from sync.pusher where user_id = ?", user);
        }
    }

    @Test
    void whatIsNotReadForAWhileIsMailedOnceWithAllRooms() {
        bob.sets(room, "m.room.name", "", "{\"name\":\"Tea\"}");
        String first = bob.sends(room, "hello");
        String second = bob.sends(room, "are you there?");
        String other = bob.createsRoom();
        bob.invites(other, alice);
        rests(3);
        assertThat(mails()).isEmpty();

        passes("11 minutes");

        JsonObject mail = onlyMail();
        assertThat(mail.integer("events")).contains(3L);
        assertThat(mail.toString())
                .contains("\"name\":\"Tea\"", first, second, "are you there?")
                .contains("\"what\":\"TEXT\"", "\"what\":\"INVITATION\"")
                .contains("\"sender\":\"" + bob.id() + "\"");
        await().atMost(PATIENCE).until(() -> waiting(alice) == 0);
        assertThat(mails()).hasSize(1);
    }

    @Test
    void r03WhatIsReadTakenBackIgnoredOrLeftIsNotMailed() {
        String left = joinedBy(alice);
        String elsewhere = joinedBy(alice);
        String read = bob.sends(elsewhere, "read elsewhere");
        String redacted = bob.sends(room, "regretted");
        String gone = bob.sends(left, "left");
        String ignored = carol.sends(joinedBy(alice, carol), "ignored");
        String missed = bob.sends(room, "missed");
        rests(5);

        alice.sync(
                HttpMethod.PUT,
                "/user/{user}/account_data/m.ignored_user_list",
                "{\"ignored_users\":{\"%s\":{}}}".formatted(carol.id()),
                alice.id());
        bob.redacts(room, redacted);
        alice.leaves(left);
        reads(elsewhere, read);
        rests(5);
        passes("11 minutes");

        JsonObject mail = onlyMail();
        assertThat(mail.integer("events")).contains(1L);
        assertThat(mail.toString()).contains(missed).doesNotContain(read, redacted, gone, ignored);
    }

    @Test
    void ofEncryptedMessagesItIsSaidThatTheyAreThere() {
        bob.sends(
                room,
                "m.room.encrypted",
                "{\"algorithm\":\"x\",\"ciphertext\":\"secret\",\"body\":\"no\"}");
        rests(1);

        passes("11 minutes");

        assertThat(onlyMail().toString())
                .contains("\"what\":\"ENCRYPTED\"")
                .doesNotContain("secret", "\"no\"");
    }

    @Test
    void whoHasReadEverythingIsNotMailed() {
        String event = bob.sends(room, "hello");
        rests(1);

        reads(room, event);
        passes("11 minutes");

        await().atMost(PATIENCE).until(() -> waiting(alice) == 0);
        assertThat(mails()).isEmpty();
    }

    @Test
    void whoReadsSomethingElseIsThereAndLeftAlone() {
        bob.sends(room, "hello");
        rests(1);
        String other = joinedBy(alice);
        String read = bob.sends(other, "you read this");
        rests(2);
        passes("9 minutes");

        reads(other, read);
        passes("2 minutes");

        restsFor(7, 8);
        assertThat(mails()).isEmpty();
    }

    @Test
    void thePauseGrowsUntilSheReads() {
        missed("one", "11 minutes");
        awaitMails(1);

        bob.sends(room, "two");
        restsFor(55, 60);
        passes("61 minutes");
        awaitMails(2);

        String third = bob.sends(room, "three");
        restsFor(5 * 60 + 50, 6 * 60);

        reads(room, third);
        await().atMost(PATIENCE).until(() -> waiting(alice) == 0);
        passes("20 minutes");
        bob.sends(room, "four");
        restsFor(9, 10);
        passes("11 minutes");
        awaitMails(3);
    }

    @Test
    void d04AMailServerThatIsAwayHoldsUpNobodyElseAndIsTriedAgain() {
        Suite.shared().devices().has(carol);
        EmailPusherIT.sets(carol, EmailPusherIT.address(carol));
        bob.invites(room, carol);
        carol.joins(room);
        DigestsDouble.answers(address, "FAILED");
        missed("hello", "11 minutes");
        awaitMails(1);
        await().atMost(PATIENCE).until(() -> failures() == 1);
        passes("11 minutes", carol);
        await().atMost(PATIENCE)
                .until(() -> DigestsDouble.to(EmailPusherIT.address(carol)).size() == 1);

        String more = bob.sends(room, "more");
        await().atMost(PATIENCE).until(() -> waiting(alice) == 2);
        DigestsDouble.answers(address, "SENT");
        passes("2 minutes");

        awaitMails(2);
        assertThat(mails().getLast().toString()).contains(more);
        await().atMost(PATIENCE).until(() -> failures() == 0 && waiting(alice) == 0);
    }

    @Test
    void p2AMailOfWhichNobodyKnowsWhetherItWentOutIsAskedForUnderTheSameNumber() {
        DigestsDouble.answers(address, "AWAY");
        missed("hello", "11 minutes");
        awaitMails(1);
        await().atMost(PATIENCE).until(() -> failures() == 1);
        String later = bob.sends(room, "later");
        await().atMost(PATIENCE).until(() -> waiting(alice) == 2);

        DigestsDouble.answers(address, "SENT");
        passes("2 minutes");

        awaitMails(2);
        assertThat(numbers()).hasSize(1);
        assertThat(mails().getLast().toString()).doesNotContain(later);
        restsFor(55, 60);
    }

    @Test
    void p2WhatAReplicaHadBegunBeforeItWasGoneIsAskedForUnderItsNumber() {
        String begun = bob.sends(room, "begun");
        rests(1);
        Suite.shared()
                .devices()
                .execute(
                        "sync",
                        """
                        insert into sync.digest (pusher_id, number, up_to)
                        select p.pusher_id, 4711, w.position
                        from sync.pusher p
                        join sync.waiting_push w on w.pusher_id = p.pusher_id
                        where p.user_id = ?
                        """,
                        alice.id().value());

        passes("2 hours");

        assertThat(onlyMail().integer("number")).contains(4711L);
        assertThat(onlyMail().toString()).contains(begun);
    }

    @Test
    void aRefusedAddressIsNotTriedAgainForTheSame() {
        DigestsDouble.answers(address, "REFUSED");
        missed("hello", "11 minutes");

        awaitMails(1);
        await().atMost(PATIENCE).until(() -> waiting(alice) == 0);
        assertThat(failures()).isZero();
    }

    @Test
    void a16AnAddressThatIsHersNoMoreLosesItsPusher() {
        DigestsDouble.answers(address, "GONE");
        missed("hello", "11 minutes");

        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from sync.pusher where user_id = ?") == 0);
    }

    @Test
    void p2TwoReplicasMailEverybodyOnce() {
        List<TestUser> friends =
                IntStream.range(0, 8).mapToObj(_ -> Suite.shared().user("friend")).toList();
        friends.forEach(
                friend -> {
                    Suite.shared().devices().has(friend);
                    bob.invites(room, friend);
                    friend.joins(room);
                    EmailPusherIT.sets(friend, EmailPusherIT.address(friend));
                });
        bob.sends(room, "to all of you");
        friends.forEach(friend -> await().atMost(PATIENCE).until(() -> waiting(friend) > 0));

        friends.forEach(friend -> passes("11 minutes", friend));

        friends.forEach(friend -> await().atMost(PATIENCE).until(() -> waiting(friend) == 0));
        assertThat(friends)
                .allSatisfy(
                        friend ->
                                assertThat(DigestsDouble.to(EmailPusherIT.address(friend)))
                                        .hasSize(1));
        friends.forEach(friend -> execute("delete from sync.pusher where user_id = ?", friend));
    }

    @Test
    void d03AMailIsBounded() {
        for (int i = 0; i < 8; i++) {
            bob.sends(room, "x".repeat(5_000));
        }
        rests(8);

        passes("11 minutes");

        JsonObject mail = onlyMail();
        assertThat(mail.integer("events")).contains(8L);
        assertThat(mail.toString()).hasSizeLessThan(8_000).contains("\"earlier\":3");
    }

    private String joinedBy(TestUser... members) {
        String party = bob.createsRoom("{\"preset\":\"public_chat\"}");
        for (TestUser member : members) {
            member.joins(party);
            SyncIT.awaitJoin(member, party);
        }
        return party;
    }

    private void missed(String body, String time) {
        bob.sends(room, body);
        rests(1);
        passes(time);
    }

    private void reads(String where, String event) {
        alice.sync(HttpMethod.POST, "/rooms/{room}/receipt/m.read/{event}", "{}", where, event);
    }

    /** So many events wait, and it is not time for a mail. */
    private void rests(int events) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            assertThat(waiting(alice)).isEqualTo(events);
                            assertThat(minutesUntilDue()).isGreaterThan(2);
                        });
    }

    /** It is not looked at again before so many minutes. */
    private void restsFor(long least, long most) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(minutesUntilDue()).isBetween(least, most));
    }

    private long minutesUntilDue() {
        return count(
                "select coalesce(ceil(extract(epoch from due_at - now()) / 60), -1)::bigint from sync.pusher where user_id = ?");
    }

    private void passes(String time) {
        passes(time, alice);
    }

    private void passes(String time, TestUser user) {
        String of = " from sync.pusher p where p.pusher_id = t.pusher_id and p.user_id = ?";
        String past = " - interval '" + time + "'";
        execute(
                "update sync.receipt set ts = ts - extract(epoch from interval '"
                        + time
                        + "') * 1000 where user_id = ?",
                user);
        execute("update sync.waiting_push t set added_at = t.added_at" + past + of, user);
        execute("update sync.digest t set sent_at = t.sent_at" + past + of, user);
        execute("update sync.pusher set due_at = due_at" + past + " where user_id = ?", user);
    }

    private List<JsonObject> mails() {
        return DigestsDouble.to(address);
    }

    private JsonObject onlyMail() {
        awaitMails(1);
        return mails().getFirst();
    }

    private void awaitMails(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(mails()).hasSize(count));
    }

    private Set<Long> numbers() {
        return mails().stream()
                .map(mail -> mail.integer("number").orElseThrow())
                .collect(Collectors.toSet());
    }

    private long failures() {
        return count("select failures from sync.pusher where user_id = ?");
    }

    private long waiting(TestUser user) {
        return Suite.shared()
                .devices()
                .count(
                        """
                        select count(*)
                        from sync.waiting_push w
                        join sync.pusher p on p.pusher_id = w.pusher_id
                        where p.user_id = ?
                        """,
                        user.id().value());
    }

    private long count(String sql) {
        return Suite.shared().devices().count(sql, alice.id().value());
    }

    private static void execute(String sql, TestUser user) {
        Suite.shared().devices().execute("sync", sql, user.id().value());
    }
}
