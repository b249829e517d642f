package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.util.Optional;

/** Receipts, read markers, and what is unread. */
class ReceiptIT {
    private static final String RECEIPT = "/rooms/{room}/receipt/{type}/{event}";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private String room = "";

    @BeforeEach
    void aRoomOfTwo() {
        room = alice.createsRoom(bob);
        bob.joins(room);
    }

    @Test
    void aReceiptIsShownToTheOthers() {
        String event = alice.sends(room, "hello");
        SyncResult before = SyncIT.awaitEvent(alice, "", room, event);

        bob.sync(HttpMethod.POST, RECEIPT, "{}", room, "m.read", event);
        SyncResult after = alice.waitsSince(before);

        var receipt =
                TestJson.at(
                        after.ephemeral(room, "m.receipt").getFirst(),
                        event,
                        "m.read",
                        bob.id().value());
        assertThat(receipt.integer("ts")).isPresent();
        assertThat(receipt.has("thread_id")).isFalse();
    }

    @Test
    void aPrivateReceiptIsShownToItsUserAlone() {
        String event = alice.sends(room, "hello");
        bob.sync(
                HttpMethod.POST,
                RECEIPT,
                "{\"thread_id\":\"main\"}",
                room,
                "m.read.private",
                event);

        SyncResult bobs =
                await().until(
                                () -> bob.syncs(),
                                sync -> !sync.ephemeral(room, "m.receipt").isEmpty());

        assertThat(bobs.json().toString()).contains("m.read.private");
        assertThat(alice.syncs().json().toString()).doesNotContain("m.read.private");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a10WhatASuspendedUserReadsIsSeenByNobodyElse(boolean byReceipt) {
        String event = alice.sends(room, "hello");
        SyncResult before = SyncIT.awaitEvent(bob, "", room, event);
        assertThat(before.unread(room)).isPositive();

        if (byReceipt) {
            bob.suspended().sync(HttpMethod.POST, RECEIPT, "{}", room, "m.read", event);
        } else {
            String markers = "{\"m.read\": \"%s\"}".formatted(event);
            bob.suspended().sync(HttpMethod.POST, "/rooms/{room}/read_markers", markers, room);
        }

        SyncResult bobs = await().until(() -> bob.syncs(), sync -> sync.unread(room) == 0);
        assertThat(bobs.json().toString()).contains("m.read.private");
        assertThat(alice.syncs().ephemeral(room, "m.receipt")).isEmpty();
    }

    @Test
    void aReceiptDoesNotGoBack() {
        String first = alice.sends(room, "one");
        String second = alice.sends(room, "two");
        bob.sync(HttpMethod.POST, RECEIPT, "{}", room, "m.read", second);
        bob.sync(HttpMethod.POST, RECEIPT, "{}", room, "m.read", first);

        SyncResult sync =
                await().until(
                                () -> alice.syncs(),
                                found -> !found.ephemeral(room, "m.receipt").isEmpty());

        assertThat(sync.ephemeral(room, "m.receipt").toString())
                .contains(second)
                .doesNotContain(first);
    }

    @Test
    void ofWhatWasReadSinceTheLastSyncOnlyHowFarIsTold() {
        String first = alice.sends(room, "one");
        String second = alice.sends(room, "two");
        SyncResult before = SyncIT.awaitEvent(alice, "", room, second);
        bob.sync(HttpMethod.POST, RECEIPT, "{}", room, "m.read", first);
        bob.sync(HttpMethod.POST, RECEIPT, "{}", room, "m.read", second);

        String receipts =
                await().until(
                                () ->
                                        alice.syncsSince(before)
                                                .ephemeral(room, "m.receipt")
                                                .toString(),
                                told -> told.contains(second));

        assertThat(receipts).doesNotContain(first);
    }

    @Test
    void messagesOfOthersAreUnreadUntilTheReceipt() {
        alice.sends(room, "one");
        bob.sends(room, "mine");
        String last = alice.sends(room, "two");
        SyncResult before = SyncIT.awaitEvent(bob, "", room, last);
        assertThat(before.unread(room)).isEqualTo(2);

        bob.sync(HttpMethod.POST, RECEIPT, "{}", room, "m.read", last);
        SyncResult read = bob.waitsSince(before);
        assertThat(read.unread(room)).isZero();

        String next = alice.sends(room, "three");
        SyncResult after =
                await().until(() -> bob.waitsSince(read), sync -> !sync.messages(room).isEmpty());
        assertThat(after.unread(room)).isEqualTo(1);
        assertThat(SyncIT.awaitEvent(bob, "", room, next).unread(room)).isEqualTo(1);
    }

    @Test
    void aMessageThatNamesSomebodyIsAHighlight() {
        SyncResult before = SyncIT.awaitJoin(bob, room);
        alice.sends(
                room,
                "m.room.message",
                "{\"msgtype\":\"m.text\",\"body\":\"bob!\",\"m.mentions\":{\"user_ids\":[\""
                        + bob.id()
                        + "\"]}}");

        SyncResult after = SyncIT.awaitMessage(bob, "since=" + before.nextBatch(), room, "bob!");
        SyncResult fresh = SyncIT.awaitMessage(bob, "", room, "bob!");

        assertThat(after.highlights(room)).isEqualTo(1);
        assertThat(fresh.highlights(room)).isEqualTo(1);
    }

    @Test
    void readMarkersAreAccountDataAndReceiptsAtOnce() {
        String event = alice.sends(room, "hello");
        String body = "{\"m.fully_read\":\"" + event + "\",\"m.read\":\"" + event + "\"}";

        bob.sync(HttpMethod.POST, "/rooms/{room}/read_markers", body, room);

        SyncResult sync =
                await().until(
                                () -> bob.syncs(),
                                found -> !found.ephemeral(room, "m.receipt").isEmpty());
        assertThat(sync.roomAccountData(room, "m.fully_read").getFirst().string("event_id"))
                .isEqualTo(Optional.of(event));
    }

    @Test
    void r12NobodySetsReceiptsInARoomOfOthers() {
        TestUser mallory = Suite.shared().user("mallory");
        String event = alice.sends(room, "hello");

        mallory.tries(HttpMethod.POST, RECEIPT, "{}", room, "m.read", event)
                .expectStatus()
                .isForbidden();
        mallory.tries(HttpMethod.POST, RECEIPT, "{}", "!nowhere:test.local", "m.read", event)
                .expectStatus()
                .isForbidden();
    }

    @Test
    void anEventOfAnotherRoomCannotBeReadHere() {
        String elsewhere = alice.sends(alice.createsRoom(), "elsewhere");

        alice.tries(HttpMethod.POST, RECEIPT, "{}", room, "m.read", elsewhere)
                .expectStatus()
                .isNotFound();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"thread_id\":\"\"}",
                "{\"thread_id\":5}",
                "{\"thread_id\":\"thread\"}",
                "[]",
                "{",
                "7"
            })
    void aBadBodyIsRefused(String body) {
        String event = alice.sends(room, "hello");

        alice.tries(HttpMethod.POST, RECEIPT, body, room, "m.read", event)
                .expectStatus()
                .isBadRequest();
        alice.tries(HttpMethod.POST, RECEIPT, "{}", room, "m.unknown", event)
                .expectStatus()
                .isBadRequest();
    }
}
