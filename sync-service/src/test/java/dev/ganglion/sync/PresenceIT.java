package dev.ganglion.sync;

import static dev.ganglion.sync.Presences.STATUS;
import static dev.ganglion.sync.Presences.awaitTold;
import static dev.ganglion.sync.Presences.is;
import static dev.ganglion.sync.Presences.room;
import static dev.ganglion.sync.Presences.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

class PresenceIT {
    private final Presences replicas = Presences.shared();
    private final TestUser alice = replicas.user("alice");
    private final TestUser bob = replicas.user("bob");

    @Test
    void whoeverSyncsIsOnlineForThoseWhoShareARoomAndForThemselves() {
        room(alice, bob);
        SyncResult before = alice.syncs();

        bob.syncs();
        JsonObject told = awaitTold(alice, before, bob, "online").presence(bob).orElseThrow();

        assertThat(told.bool("currently_active")).contains(true);
        assertThat(told.integer("last_active_ago").orElseThrow()).isBetween(0L, 20_000L);
        assertThat(told.has("status_msg")).isFalse();
        awaitTold(bob, before, bob, "online");
    }

    @Test
    void somebodyWhoWaitsAtTheOtherReplicaIsTold() {
        room(alice, bob);
        TestUser elsewhere = replicas.atSecond(alice);
        SyncResult before = awaitTold(elsewhere, elsewhere.syncs(), alice, "online");
        CompletableFuture<SyncResult> waiting = elsewhere.beginsToWait(before);

        sets(bob, "online", "Back");

        assertThat(waiting.join().presence(bob).orElseThrow().string("status_msg"))
                .contains("Back");
    }

    @Test
    void aTokenOfOneReplicaIsGoodAtTheOtherAndRepeatsNothing() {
        room(alice, bob);
        bob.syncs();
        SyncResult told = awaitTold(alice, alice.syncs(), bob, "online");

        SyncResult elsewhere =
                replicas.atSecond(alice).syncs("timeout=300&since=" + told.nextBatch());

        assertThat(elsewhere.presence(bob)).isEmpty();
    }

    @Test
    void onesOwnPresenceIsNoReasonToAnswer() {
        SyncResult before = alice.syncs("set_presence=offline");
        long begin = System.nanoTime();

        SyncResult after = alice.syncs("timeout=2000&since=" + before.nextBatch());

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThanOrEqualTo(Duration.ofMillis(1_900));
        SyncResult next = alice.syncs("since=" + after.nextBatch());
        assertThat(after.presence(alice).or(() -> next.presence(alice))).isPresent();
    }

    @Test
    void whoHasGoneForAWhileIsOffline() {
        room(alice, bob);
        bob.syncs();

        SyncResult online = awaitTold(alice, alice.syncs(), bob, "online");
        SyncResult offline = awaitTold(alice, online, bob, "offline");

        assertThat(offline.presence(bob).orElseThrow().has("currently_active")).isFalse();
    }

    @Test
    void whoWaitsStaysOnlineForAsLongAsTheyWait() {
        room(alice, bob);
        SyncResult first = awaitTold(bob, bob.syncs(), bob, "online");

        CompletableFuture<SyncResult> waiting =
                CompletableFuture.supplyAsync(
                        () ->
                                bob.syncs(
                                        "timeout=6000&since={since}&filter={filter}",
                                        first.nextBatch(),
                                        "{\"presence\":{\"not_types\":[\"*\"]}}"),
                        poll -> Thread.ofVirtual().start(poll));
        SyncResult seen = awaitTold(alice, alice.syncs(), bob, "online");
        while (!waiting.isDone()) {
            seen = alice.syncs("timeout=1000&since=" + seen.nextBatch());
            assertThat(seen.presence(bob).filter(is("offline"))).isEmpty();
        }

        assertThat(waiting.join().isEmpty()).isTrue();
    }

    @Test
    void whoAsksToBeUnnoticedIsNot() {
        room(alice, bob);
        SyncResult before = alice.syncs();

        bob.syncs("set_presence=offline");
        sets(alice, "unavailable");
        SyncResult after = awaitTold(alice, before, alice, "unavailable");

        assertThat(after.presence(bob)).isEmpty();
        assertThat(status(alice, bob).string("presence")).contains("offline");
    }

    @Test
    void theMostActiveDeviceCounts() {
        room(alice, bob);
        TestUser tablet = bob.onDevice("TABLET");

        bob.syncs("set_presence=unavailable");
        SyncResult idle = awaitTold(alice, alice.syncs(), bob, "unavailable");
        tablet.syncs("set_presence=online");
        SyncResult online = awaitTold(alice, idle, bob, "online");
        sets(tablet, "offline");
        SyncResult without = awaitTold(alice, online, bob, content -> !is("online").test(content));

        assertThat(without.presence(bob)).isPresent();
    }

    @Test
    void aStatusMessageIsToldAndOutlivesThePresence() {
        room(alice, bob);
        sets(bob, "unavailable", "In a \\\"meeting\\\" \\u00e9\\ud83d\\ude00");

        SyncResult told = awaitTold(alice, alice.syncs(), bob, "unavailable");
        SyncResult gone = awaitTold(alice, told, bob, "offline");
        bob.syncs();
        SyncResult back = awaitTold(alice, gone, bob, "online");

        for (SyncResult sync : List.of(told, gone, back)) {
            assertThat(sync.presence(bob).orElseThrow().string("status_msg"))
                    .contains("In a \"meeting\" é😀");
        }
    }

    @Test
    void anInitialSyncTellsWhoIsThereAndNotWhoIsGone() {
        TestUser carol = replicas.user("carol");
        room(alice, bob, carol);
        sets(carol, "online");
        sets(carol, "offline");
        sets(bob, "online");

        SyncResult initial =
                await().until(() -> alice.syncs(), sync -> sync.presence(bob).isPresent());

        assertThat(initial.presence(carol)).isEmpty();
    }

    @Test
    void whoeverJoinsIsToldWhoIsThereAndTheyOfThem() {
        String room = room(alice);
        alice.invites(room, bob);
        sets(alice, "online");
        sets(bob, "online");
        SyncResult first = awaitTold(alice, alice.syncs(), alice, "online");
        SyncResult bobs = awaitTold(bob, bob.syncs(), bob, "online");
        bob.syncs();

        bob.joins(room);

        awaitTold(bob, bobs, alice, "online");
        awaitTold(alice, first, bob, "online");
    }

    @Test
    void r12NobodySetsAnothersPresence() {
        room(alice, bob);

        alice.tries(HttpMethod.PUT, STATUS, "{\"presence\":\"online\"}", bob.id())
                .expectStatus()
                .isForbidden();
    }

    @Test
    void whoSharesNoRoomIsNotToldAndMayNotAsk() {
        TestUser mallory = replicas.user("mallory");
        SyncResult before = mallory.syncs();
        room(alice, bob);

        sets(bob, "online");
        awaitTold(alice, alice.syncs(), bob, "online");
        sets(mallory, "unavailable");
        SyncResult after = awaitTold(mallory, before, mallory, "unavailable");

        assertThat(after.presence(bob)).isEmpty();
        mallory.reads(STATUS, bob.id())
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_FORBIDDEN");
        mallory.reads(STATUS, "@nobody:test.local").expectStatus().isForbidden();
    }

    @Test
    void whoWasThrownOutIsToldNoMore() {
        String room = room(alice, bob);
        sets(alice, "online");
        SyncResult before = awaitTold(bob, bob.syncs(), alice, "online");

        alice.kicks(room, bob);
        sets(alice, "online", "Alone at last");
        awaitTold(alice, alice.syncs(), alice, content -> content.has("status_msg"));
        sets(bob, "unavailable");
        SyncResult after = awaitTold(bob, before, bob, "unavailable");

        assertThat(after.presence(alice)).isEmpty();
    }

    @Test
    void ignoredUsersAreNotToldOf() {
        TestUser carol = replicas.user("carol");
        room(alice, bob, carol);
        alice.sync(
                HttpMethod.PUT,
                "/user/{user}/account_data/m.ignored_user_list",
                "{\"ignored_users\":{\"%s\":{}}}".formatted(bob.id()),
                alice.id());
        SyncResult before = alice.syncs();

        sets(bob, "online");
        awaitTold(carol, carol.syncs(), bob, "online");
        sets(carol, "unavailable");
        SyncResult after = awaitTold(alice, before, carol, "unavailable");

        assertThat(after.presence(bob)).isEmpty();
        assertThat(alice.syncs().presence(bob)).isEmpty();
    }

    @Test
    void whoAsksIsToldTheLastActivity() {
        room(alice, bob);
        sets(bob, "online", "Here");

        JsonObject shown = status(alice, bob);

        assertThat(shown.string("presence")).contains("online");
        assertThat(shown.string("status_msg")).contains("Here");
        assertThat(shown.bool("currently_active")).contains(true);
        assertThat(shown.integer("last_active_ago").orElseThrow()).isBetween(0L, 20_000L);
    }

    @Test
    void a10ASuspendedUserIsOfflineAndSaysNothing() {
        room(alice, bob);
        sets(bob, "online", "Here");
        SyncResult online = awaitTold(alice, alice.syncs(), bob, "online");

        bob.suspended().syncs();
        SyncResult offline = awaitTold(alice, online, bob, "offline");

        assertThat(offline.presence(bob).orElseThrow().has("status_msg")).isFalse();
        bob.suspended()
                .tries(HttpMethod.PUT, STATUS, "{\"presence\":\"online\"}", bob.id())
                .expectStatus()
                .isForbidden();
    }

    @Test
    void a18AnErasedUserIsOfflineWithoutWords() {
        room(alice, bob);
        sets(bob, "online", "Here");
        SyncResult online = awaitTold(alice, alice.syncs(), bob, "online");

        replicas.erases(bob);
        SyncResult offline = awaitTold(alice, online, bob, "offline");

        assertThat(offline.presence(bob).orElseThrow().keys()).containsExactly("presence");
        assertThat(status(alice, bob).keys()).containsExactly("presence");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"presence\":\"asleep\"}",
                "{\"presence\":1}",
                "{\"presence\":\"online\",\"status_msg\":1}",
                "{\"presence\":\"online\",\"status_msg\":\"\\u0000\"}",
                "{",
                "[]"
            })
    void d01WhatIsNoPresenceIsRefused(String body) {
        alice.tries(HttpMethod.PUT, STATUS, body, alice.id()).expectStatus().isBadRequest();
    }

    @Test
    void d10AStatusMessageHasALimit() {
        alice.tries(
                        HttpMethod.PUT,
                        STATUS,
                        "{\"presence\":\"online\",\"status_msg\":\"%s\"}"
                                .formatted("x".repeat(1_025)),
                        alice.id())
                .expectStatus()
                .isEqualTo(413);
    }

    @Test
    void anUnknownStateIsRefusedInASync() {
        alice.reads("/sync?set_presence=asleep")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_INVALID_PARAM");
    }

    private static JsonObject status(TestUser reader, TestUser user) {
        byte[] body =
                reader.reads(STATUS, user.id())
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return TestJson.parse(Optional.ofNullable(body).orElseThrow());
    }
}
