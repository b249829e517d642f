package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.sync.PushGateway.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What becomes of pushes with gateways of all kinds. Two replicas share the work. */
class PushGatewayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PushGateway gateway = new PushGateway();
    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private String room = "";

    @BeforeEach
    void aliceHasAPusher() {
        Suite.shared().devices().has(alice);
        room = bob.createsRoom(alice);
        alice.joins(room);
        gateway.tells(alice);
    }

    @AfterEach
    void close() {
        Suite.shared()
                .devices()
                .execute("sync", "delete from sync.pusher where user_id = ?", alice.id().value());
        gateway.close();
    }

    @Test
    void whatIsSaidWhileTheGatewayIsAwayIsToldWhenItIsBackInOrderAndOnce() {
        gateway.goesAway();
        List<String> said = says(5);
        await().atMost(PATIENCE).until(() -> failures() > 1);

        gateway.comesBack();

        awaitTold(said);
        assertThat(failures()).isZero();
        assertThat(waiting()).isZero();
    }

    @Test
    void d10WhatWaitsForAGatewayIsBoundedAndTheLatestIsKept() {
        gateway.goesAway();
        List<String> said = says(14);
        await().atMost(PATIENCE).until(() -> waiting() == 10);

        gateway.comesBack();

        awaitTold(said.subList(4, 14));
    }

    @Test
    void manyMessagesAreEachToldOnceAndInOrderByTwoReplicas() {
        List<TestUser> others = friends(4, gateway);

        List<String> said = says(8);

        awaitTold(said);
        others.forEach(other -> awaitToldTo(other, said));
    }

    @Test
    void d04ASlowGatewayHoldsUpNobodyElse() {
        try (PushGateway slow = new PushGateway("127.0.0.2")) {
            slow.answers(PushGateway.SILENCE);
            List<TestUser> others = friends(20, slow);

            List<String> said = says(3);

            awaitTold(said);
            assertThat(slow.mostAtOnce())
                    .isPositive()
                    .isLessThanOrEqualTo(3 * Suite.shared().replicas());
            others.forEach(PushGatewayIT::forgets);
        }
    }

    @Test
    void aRejectedKeyIsToldNothingAnyMore() {
        List<TestUser> others = friends(1, gateway);
        String key = PushGateway.pushkey(alice.id());
        gateway.answers(
                notification ->
                        notification.toString().contains(key)
                                ? Reply.of(200, "{\"rejected\":[\"" + key + "\"]}")
                                : PushGateway.TAKEN);

        List<String> said = says(3);

        await().atMost(PATIENCE).until(() -> pushers() == 0);
        awaitToldTo(others.getFirst(), said);
        assertThat(toldTo(alice)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aGatewayRejectsNoKeysOfOthers() {
        List<TestUser> others = friends(1, gateway);
        gateway.answers(
                Reply.of(
                        200,
                        "{\"rejected\":[\"x\",7,\"%s\"]}"
                                .formatted(PushGateway.pushkey(others.getFirst().id()))));

        awaitTold(says(2));

        assertThat(pushers()).isEqualTo(1);
        forgets(others.getFirst());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void whatTheGatewayRefusesIsLostAloneAndTheNextIsTold(int status) {
        List<String> refused = new ArrayList<>();
        gateway.answers(
                notification -> {
                    refused.addAll(
                            refused.isEmpty()
                                    ? notification.string("event_id").stream().toList()
                                    : List.of());
                    return notification.string("event_id").stream().anyMatch(refused::contains)
                            ? Reply.of(status, "{}")
                            : PushGateway.TAKEN;
                });

        awaitTold(says(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 308, 401, 403, 404, 410, 500, 503})
    void whatFailsIsToldAgainLater(int status) {
        try (PushGateway elsewhere = new PushGateway()) {
            gateway.answers(
                    new Reply(status, "{}", Map.of("Location", elsewhere.url()), Duration.ZERO));
            String event = says(1).getFirst();
            await().atMost(PATIENCE).until(() -> toldTo(alice).size() > 1);
            gateway.answers(PushGateway.TAKEN);

            await().atMost(PATIENCE).until(() -> waiting() == 0);

            assertThat(toldTo(alice)).containsOnly(event);
            assertThat(elsewhere.connections()).as("u03: no redirect is followed").isZero();
        }
    }

    @Test
    void aGatewayThatHasTooMuchToDoIsLeftAlone() {
        gateway.answers(new Reply(429, "{}", Map.of("Retry-After", "1"), Duration.ZERO));
        says(1);
        await().atMost(PATIENCE).until(() -> failures() == 1);
        gateway.answers(PushGateway.TAKEN);

        await().atMost(PATIENCE).until(() -> waiting() == 0);
        assertThat(toldTo(alice)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ok", "[]", "{\"rejected\":7}", "{\"rejected\":"})
    void anAnswerThatSaysNothingOfKeysIsGoodEnough(String body) {
        gateway.answers(Reply.of(200, body));

        awaitTold(says(2));
        await().atMost(PATIENCE).until(() -> waiting() == 0);
    }

    @Test
    void u04AHugeAnswerIsNotReadToItsEnd() {
        gateway.answers(Reply.of(200, "x".repeat(4 << 20)));
        says(1);

        await().atMost(PATIENCE).until(() -> failures() > 1);
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void u04AGatewayThatNeverAnswersIsGivenUpInTime() {
        gateway.answers(PushGateway.SILENCE);
        String event = says(1).getFirst();
        await().atMost(PATIENCE).until(() -> failures() > 0);
        gateway.answers(PushGateway.TAKEN);

        await().atMost(PATIENCE).until(() -> waiting() == 0);
        assertThat(toldTo(alice)).containsOnly(event);
    }

    @Test
    void whatAReplicaHadTakenBeforeItWasGoneIsToldByAnother() {
        execute(
                "update sync.pusher set claim = claim + 1, due_at = now() + interval '3 seconds' where user_id = ?");

        List<String> said = says(2);
        await().atMost(PATIENCE).until(() -> waiting() == 2);
        assertThat(toldTo(alice)).isEmpty();

        awaitTold(said);
    }

    @Test
    void whoeverHasLostAClaimDeletesNothing() {
        gateway.answers(
                _ -> {
                    if (toldTo(alice).size() == 1) {
                        execute(
                                """
                                update sync.pusher
                                set claim = claim + 1, due_at = now() + interval '1 second'
                                where user_id = ?
                                """);
                    }
                    return PushGateway.TAKEN;
                });

        String event = says(1).getFirst();

        await().atMost(PATIENCE).until(() -> waiting() == 0 && toldTo(alice).size() == 2);
        assertThat(toldTo(alice)).containsExactly(event, event);
    }

    @Test
    void aPusherThatIsSetAgainIsTriedAtOnce() {
        gateway.goesAway();
        List<String> said = says(1);
        await().atMost(PATIENCE).until(() -> failures() > 0);
        execute(
                "update sync.pusher set failures = 9, claim = claim + 1, due_at = now() + interval '1 hour' where user_id = ?");
        gateway.comesBack();

        gateway.tells(alice);

        awaitTold(said);
    }

    /** Its own port, by names that are not the operator's own gateways. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"})
    void u03AGatewayInTheOperatorsNetworkIsNeverConnectedTo(String host) {
        PushGateway.tellsAt("https://" + host + ":" + gateway.port() + PushGateway.PATH, alice, "");

        says(1);

        await().atMost(PATIENCE).until(() -> failures() > 1);
        assertThat(gateway.connections()).isZero();
        assertThat(waiting()).isEqualTo(1);
    }

    private List<TestUser> friends(int count, PushGateway theirs) {
        return IntStream.range(0, count)
                .mapToObj(_ -> Suite.shared().user("friend"))
                .peek(
                        friend -> {
                            Suite.shared().devices().has(friend);
                            bob.invites(room, friend);
                            friend.joins(room);
                            theirs.tells(friend);
                        })
                .toList();
    }

    private static void forgets(TestUser user) {
        Suite.shared()
                .devices()
                .execute("sync", "delete from sync.pusher where user_id = ?", user.id().value());
    }

    private List<String> says(int messages) {
        return IntStream.range(0, messages).mapToObj(i -> bob.sends(room, "m" + i)).toList();
    }

    private void awaitTold(List<String> events) {
        awaitToldTo(alice, events);
    }

    private void awaitToldTo(TestUser user, List<String> events) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(toldTo(user)).containsExactlyElementsOf(events));
    }

    private List<String> toldTo(TestUser user) {
        return gateway.received().stream()
                .filter(each -> each.toString().contains(PushGateway.pushkey(user.id())))
                .flatMap(each -> each.string("event_id").stream())
                .toList();
    }

    private long failures() {
        return count("select failures from sync.pusher where user_id = ?");
    }

    private long pushers() {
        return count("select count(*) from sync.pusher where user_id = ?");
    }

    private long waiting() {
        return count(
                """
                select count(*)
                from sync.waiting_push w
                join sync.pusher p on p.pusher_id = w.pusher_id
                where p.user_id = ?
                """);
    }

    private long count(String sql) {
        return Suite.shared().devices().count(sql, alice.id().value());
    }

    private void execute(String sql) {
        Suite.shared().devices().execute("sync", sql, alice.id().value());
    }
}
