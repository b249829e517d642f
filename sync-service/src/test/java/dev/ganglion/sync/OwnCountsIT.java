package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What is unread by users' own push rules: from memory and counted from scratch, at both replicas.
 */
class OwnCountsIT {
    private static final String HIGHLIGHT =
            "\"actions\":[\"notify\",{\"set_tweak\":\"highlight\"}]";
    private static final String NOTHING = "{\"actions\":[]}";
    private static final String BY_THREAD =
            "{\"room\":{\"timeline\":{\"unread_thread_notifications\":true}}}";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser carol = Suite.shared().user("carol");
    private final List<SyncResult> before = new ArrayList<>();
    private String room = "";

    @BeforeEach
    void aRoomOfThree() {
        room = alice.createsRoom(bob, carol);
        bob.joins(room);
        carol.joins(room);
    }

    @Test
    void aMutedRoomCountsNothingAndAnotherOneDoes() {
        String other = alice.createsRoom(bob);
        bob.joins(other);
        rule(
                "override",
                room,
                "{\"actions\":[],\"conditions\":[{\"kind\":\"event_match\",\"key\":\"room_id\",\"pattern\":\"%s\"}]}"
                        .formatted(room));
        begins(room);

        mentions(room, "in vain");
        String heard = mentions(other, "heard");

        countsIn(other, heard, 1, 1);
        assertThat(bob.syncs().unread(room)).isZero();
        assertThat(bob.syncs().highlights(room)).isZero();
    }

    @Test
    void aRoomOfMentionsAloneCountsWhatHighlights() {
        rule("room", room, NOTHING);
        begins(room);

        alice.sends(room, "nothing");
        mentions(room, "bob");
        reacts();
        String last =
                alice.sends(
                        room, "m.room.message", "{\"body\":\"x\",\"m.mentions\":{\"room\":true}}");

        counts(last, 3, 3);
    }

    @Test
    void byDefaultAReactionThatMentionsCountsToo() {
        begins("m.push_rules");

        alice.sends(room, "one");
        reacts();
        String last = alice.sends(room, "two");

        counts(last, 3, 1);
    }

    @Test
    void aKeywordHighlightsAndTheRestCountsAsEver() {
        keyword("cake");
        begins("cake");

        alice.sends(room, "hello");
        alice.sends(room, "m.room.message", "{\"msgtype\":\"m.notice\",\"body\":\"cake\"}");
        alice.sends(room, "m.sticker", "{\"body\":\"Cake!\"}");
        bob.sends(room, "my own cake");
        String last = alice.sends(room, "there is cake");

        counts(last, 3, 2);
    }

    @Test
    void r03WhatARedactedMessageSaidHighlightsNobody() {
        keyword("cake");
        begins("cake");

        String regretted = alice.sends(room, "cake");
        counts(regretted, 1, 1);
        alice.redacts(room, regretted);
        String last = alice.sends(room, "hello");

        assertThat(SyncIT.awaitEvent(bob, "", room, last).messages(room)).doesNotContain("cake");
        SyncResult anew = bob.at(Suite.port(Suite.shared().startSync())).syncs();
        assertThat(anew.highlights(room)).isZero();
        assertThat(anew.unread(room)).isEqualTo(2);
    }

    @Test
    void whoIsMutedByARuleOfTheirOwnDoesNotCount() {
        rule("sender", carol.id().value(), NOTHING);
        begins(carol.id().value());

        alice.sends(room, "heard");
        String last = carol.sends(room, "not heard");

        counts(last, 1, 0);
    }

    @Test
    void theMasterRuleLeavesNothing() {
        bob.sync(
                HttpMethod.PUT,
                "/pushrules/global/override/.m.rule.master/enabled",
                "{\"enabled\":true}");
        beginsWhen(
                sync ->
                        sync.accountData("m.push_rules")
                                .toString()
                                .contains("true,\"rule_id\":\".m.rule.master"));

        String last = mentions(room, "bob");

        counts(last, 0, 0);
    }

    @Test
    void whomOneIgnoresDoesNotCountByDefault() {
        ignoresCarol();
        beginsWhen(OwnCountsIT::hasIgnored);

        carol.sends(room, "not heard");
        mentionsBy(carol, room, "not heard either");
        String last = alice.sends(room, "heard");

        counts(last, 1, 0);
    }

    @Test
    void whomOneIgnoresDoesNotCountByRulesEither() {
        keyword("cake");
        ignoresCarol();
        beginsWhen(sync -> hasIgnored(sync) && hasRule(sync, "cake"));

        carol.sends(room, "cake");
        String last = alice.sends(room, "cake");

        counts(last, 1, 1);
    }

    @Test
    void threadsAreToldApartAndReadApart() {
        String root = alice.sends(room, "root");
        SyncIT.awaitEvent(bob, "", room, root);
        keyword("cake");
        begins("cake");

        String first = replies(root, "cake");
        alice.sends(room, "aside");
        replies(root, "bread");
        String last = alice.sends(room, "cake");

        counts(last, 5, 2);
        SyncResult apart = byThread(last);
        assertThat(apart.unread(room)).isEqualTo(3);
        assertThat(apart.highlights(room)).isEqualTo(1);
        assertThat(apart.unreadInThread(room, root)).contains(2L);
        assertThat(apart.highlightsInThread(room, root)).contains(1L);

        reads(first, "{\"thread_id\":\"" + root + "\"}");
        awaitCounts(4, 1);
        reads(last, "{\"thread_id\":\"main\"}");
        awaitCounts(1, 0);
        reads(last, "{}");
        awaitCounts(0, 0);
    }

    @Test
    void rulesThatChangeWhileARequestWaitsHoldForWhatComesAfter() {
        begins("m.push_rules");
        alice.sends(room, "one");
        SyncResult told =
                SyncIT.awaitMessage(bob, "since=" + before.getFirst().nextBatch(), room, "one");
        assertThat(told.unread(room)).isEqualTo(1);
        SyncResult idle = bob.syncsSince(told);
        CompletableFuture<SyncResult> waiting = bob.beginsToWait(idle);

        rule("room", room, NOTHING);

        SyncResult changed = waiting.join();
        assertThat(hasRule(changed, room)).isTrue();
        CompletableFuture<SyncResult> next = bob.beginsToWait(changed);
        alice.sends(room, "two");
        assertThat(next.join().unread(room)).isZero();
    }

    @Test
    void d03NoMoreThanTheLatestThreeHundredEventsAreLookedAt() {
        keyword("cake");
        begins("cake");
        IntStream.range(0, 305).forEach(i -> alice.sends(room, "m" + i));
        SyncIT.awaitMessage(bob, "", room, "m304");

        assertThat(bob.at(Suite.port(Suite.shared().startSync())).syncs().unread(room))
                .isEqualTo(300);
    }

    @Test
    void d02OfLargeEventsFewerAreLookedAt() {
        String large = "x".repeat(60_000);
        keyword("cake");
        begins("cake");
        IntStream.range(0, 12).forEach(i -> alice.sends(room, large + i));
        SyncIT.awaitMessage(bob, "", room, large + 11);

        assertThat(bob.at(Suite.port(Suite.shared().startSync())).syncs().unread(room))
                .isEqualTo(11);
    }

    @Test
    void slidingSyncCountsTheSame() {
        keyword("cake");
        begins("cake");
        alice.sends(room, "bread");
        String last = alice.sends(room, "cake");
        counts(last, 2, 1);

        SlidingClient client =
                new SlidingClient(
                        bob, "{\"lists\":{\"all\":{\"ranges\":[[0,9]],\"timeline_limit\":5}}}");

        String told = client.until(answer -> answer.messages(room).contains("cake")).toString();
        assertThat(told).contains("\"notification_count\":2", "\"highlight_count\":1");
    }

    @Test
    void theNumberBesideAnIconIsOfTheSameCounts() {
        Suite.shared().devices().has(bob);
        String other = alice.createsRoom(bob);
        bob.joins(other);
        SyncIT.awaitJoin(bob, other);
        rule("room", room, NOTHING);
        begins(room);
        PushGateway gateway = new PushGateway();
        try {
            gateway.tells(bob);
            alice.sends(room, "not heard");
            String heard = alice.sends(other, "heard");

            await().atMost(Duration.ofSeconds(30)).until(() -> gateway.events().contains(heard));

            assertThat(TestJson.at(gateway.received().getLast(), "counts").integer("unread"))
                    .contains(1L);
        } finally {
            gateway.close();
        }
    }

    @Test
    void theNameOfTheUserIsTheOneInTheRoom() {
        rule(
                "override",
                "named",
                "{%s,\"conditions\":[{\"kind\":\"contains_display_name\"}]}".formatted(HIGHLIGHT));
        begins("named");
        String last = alice.sends(room, "dear Bobby");
        counts(last, 1, 0);

        bob.room(
                HttpMethod.PUT,
                "/rooms/{room}/state/m.room.member/{user}",
                "{\"membership\":\"join\",\"displayname\":\"Bobby\"}",
                room,
                bob.id());

        awaitCounts(1, 1);
    }

    private void keyword(String word) {
        rule("content", word, "{\"pattern\":\"%s\",%s}".formatted(word, HIGHLIGHT));
    }

    private void rule(String kind, String id, String body) {
        bob.sync(HttpMethod.PUT, "/pushrules/global/{kind}/{rule}", body, kind, id);
    }

    private void ignoresCarol() {
        bob.sync(
                HttpMethod.PUT,
                "/user/{user}/account_data/m.ignored_user_list",
                "{\"ignored_users\":{\"%s\":{}}}".formatted(carol.id()),
                bob.id());
    }

    private String mentions(String where, String text) {
        return mentionsBy(alice, where, text);
    }

    private String mentionsBy(TestUser sender, String where, String text) {
        return sender.sends(
                where,
                "m.room.message",
                "{\"msgtype\":\"m.text\",\"body\":\"%s\",\"m.mentions\":{\"user_ids\":[\"%s\"]}}"
                        .formatted(text, bob.id()));
    }

    private void reacts() {
        alice.sends(
                room, "m.reaction", "{\"m.mentions\":{\"user_ids\":[\"%s\"]}}".formatted(bob.id()));
    }

    private String replies(String root, String text) {
        return alice.sends(
                room,
                "m.room.message",
                """
                {"msgtype":"m.text","body":"%s","m.relates_to":{"rel_type":"m.thread","event_id":"%s"}}
                """
                        .formatted(text, root));
    }

    private void reads(String event, String receipt) {
        bob.sync(HttpMethod.POST, "/rooms/{room}/receipt/m.read/{event}", receipt, room, event);
    }

    private void begins(String rule) {
        beginsWhen(sync -> hasRule(sync, rule));
    }

    /** Both replicas know the rules, and have counted. */
    private void beginsWhen(Predicate<SyncResult> isKnown) {
        for (int replica : List.of(0, 1)) {
            before.add(
                    await().until(
                                    () -> bob.syncsAt(replica, ""),
                                    sync -> isKnown.test(sync) && !sync.timeline(room).isEmpty()));
        }
    }

    private static boolean hasRule(SyncResult sync, String rule) {
        return sync.accountData("m.push_rules").toString().contains(rule)
                || rule.equals("m.push_rules");
    }

    private static boolean hasIgnored(SyncResult sync) {
        return !sync.accountData("m.ignored_user_list").isEmpty();
    }

    private void counts(String lastEvent, long unread, long highlights) {
        countsIn(room, lastEvent, unread, highlights);
    }

    private void countsIn(String where, String lastEvent, long unread, long highlights) {
        for (int replica : List.of(0, 1)) {
            String since = "since=" + before.get(replica).nextBatch();
            SyncResult fromMemory = awaitAt(replica, since, where, lastEvent);
            SyncResult anew = awaitAt(replica, "", where, lastEvent);
            for (SyncResult sync : List.of(fromMemory, anew)) {
                assertThat(sync.unread(where)).isEqualTo(unread);
                assertThat(sync.highlights(where)).isEqualTo(highlights);
            }
        }
    }

    private SyncResult awaitAt(int replica, String query, String where, String event) {
        return await().until(
                        () -> bob.syncsAt(replica, query),
                        sync ->
                                sync.timeline(where).stream()
                                        .anyMatch(
                                                told ->
                                                        told.string("event_id")
                                                                .filter(event::equals)
                                                                .isPresent()));
    }

    private void awaitCounts(long unread, long highlights) {
        for (int replica : List.of(0, 1)) {
            await().untilAsserted(
                            () -> {
                                SyncResult sync = bob.syncsAt(replica, "");
                                assertThat(sync.unread(room)).isEqualTo(unread);
                                assertThat(sync.highlights(room)).isEqualTo(highlights);
                            });
        }
    }

    private SyncResult byThread(String event) {
        return await().until(
                        () -> bob.syncs("filter={filter}", BY_THREAD),
                        sync -> sync.timeline(room).toString().contains(event));
    }
}
