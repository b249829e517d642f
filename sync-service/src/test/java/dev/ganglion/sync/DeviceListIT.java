package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Whose devices have changed, as those hear of it who share an encrypted room. */
class DeviceListIT {
    private static final String ENCRYPTION = "{\"algorithm\":\"m.megolm.v1.aes-sha2\"}";

    private final DeviceTables devices = Suite.shared().devices();
    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final TestUser carol = Suite.shared().user("carol");

    /** The replica at which Bob syncs for the last time. */
    enum Where {
        /** It remembers everything that happened. */
        THE_SAME,
        /** It remembers nothing. */
        AFTER_A_RESTART
    }

    @BeforeEach
    void accountsExist() {
        devices.has(alice);
        devices.has(bob);
        devices.has(carol);
    }

    @Test
    void aChangeWakesWhoeverSharesAnEncryptedRoom() {
        SyncResult before = inOneRoom(encrypted(alice, bob));
        var poll = bob.beginsToWait(before);

        devices.changesKeys(alice);

        SyncResult told = poll.join();
        assertThat(told.changed()).containsExactly(alice.id().value());
        assertThat(told.left()).isEmpty();
        assertThat(bob.syncsSince(told).changed()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void aChangeIsToldToTheUserAndToNobodyWhoSharesNoEncryptedRoom(Where where) {
        String plain = alice.createsRoom(carol);
        carol.joins(plain);
        SyncResult bobBefore = inOneRoom(encrypted(alice, bob));
        SyncResult carolBefore = SyncIT.awaitJoin(carol, plain);
        SyncResult aliceBefore = alice.syncs();

        devices.changesKeys(alice);
        SyncResult told = bob.waitsSince(bobBefore);

        assertThat(told.changed()).containsExactly(alice.id().value());
        assertThat(at(where, bob).syncsSince(bobBefore).changed())
                .containsExactly(alice.id().value());
        assertThat(at(where, alice).syncsSince(aliceBefore).changed())
                .containsExactly(alice.id().value());
        assertThat(at(where, carol).syncsSince(carolBefore).changed()).isEmpty();
        assertThat(keyChanges(at(where, carol), carolBefore, carol.syncs(), "changed")).isEmpty();
        assertThat(keyChanges(at(where, bob), bobBefore, told, "changed"))
                .containsExactly(alice.id().value());
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void aSignatureOnAnothersKeyIsToldToTheSignersOwnDevicesAlone(Where where) {
        SyncResult bobBefore = inOneRoom(encrypted(alice, bob));
        SyncResult carolBefore = carol.syncs();
        SyncResult aliceBefore = alice.syncs();
        var poll = alice.beginsToWait(aliceBefore);

        devices.signs(alice, bob);
        SyncResult told = poll.join();

        assertThat(told.changed()).containsExactly(bob.id().value());
        assertThat(alice.syncsSince(told).changed()).isEmpty();
        assertThat(at(where, alice).syncsSince(aliceBefore).changed())
                .containsExactly(bob.id().value());
        assertThat(keyChanges(at(where, alice), aliceBefore, told, "changed"))
                .containsExactly(bob.id().value());
        assertThat(at(where, bob).syncsSince(bobBefore).changed()).isEmpty();
        assertThat(at(where, carol).syncsSince(carolBefore).changed()).isEmpty();
    }

    @Test
    void whoeverHasLeftIsNotTold() {
        String room = encrypted(alice, bob);
        SyncResult before = inOneRoom(room);
        bob.leaves(room);
        SyncResult gone = awaitLeft(before, alice);

        devices.changesKeys(alice);
        devices.changesKeys(bob);

        assertThat(awaitChanged(gone)).containsExactly(bob.id().value());
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void whoeverJoinsIsToldOfAllMembersAndTheyOfHim(Where where) {
        String room = encrypted(alice, carol);
        SyncResult bobBefore = bob.syncs();
        SyncResult carolBefore = SyncIT.awaitJoin(carol, room);
        alice.invites(room, bob);

        bob.joins(room);
        SyncIT.awaitJoin(bob, room);

        assertThat(at(where, bob).syncsSince(bobBefore).changed())
                .containsExactlyInAnyOrder(alice.id().value(), carol.id().value());
        assertThat(at(where, carol).syncsSince(carolBefore).changed())
                .containsExactly(bob.id().value());
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void aRoomThatBecomesEncryptedIsANewOne(Where where) {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        SyncResult before = SyncIT.awaitJoin(bob, room);

        alice.sets(room, "m.room.encryption", "", ENCRYPTION);
        SyncResult after = bob.waitsSince(before);

        assertThat(after.changed()).containsExactly(alice.id().value());
        assertThat(at(where, bob).syncsSince(before).changed()).containsExactly(alice.id().value());
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void whoeverSharedAnEncryptedRoomBeforeIsNotNew(Where where) {
        String first = encrypted(alice, bob);
        SyncResult before = inOneRoom(first);
        String second = encrypted(alice, bob);
        alice.leaves(second);
        alice.sets(
                first,
                "m.room.member",
                alice.id().value(),
                "{\"membership\":\"join\",\"displayname\":\"Alicia\"}");
        String third = encrypted(alice, bob);
        SyncIT.awaitJoin(bob, third);

        SyncResult after = at(where, bob).syncsSince(before);

        assertThat(after.changed()).isEmpty();
        assertThat(after.left()).isEmpty();
    }

    @Test
    void aNewDisplayNameIsNoNewMember() {
        String room = encrypted(alice, bob);
        SyncResult before = inOneRoom(room);
        alice.sets(
                room,
                "m.room.member",
                alice.id().value(),
                "{\"membership\":\"join\",\"displayname\":\"Alicia\"}");
        bob.waitsSince(before);

        SyncResult after = bob.syncsSince(before);

        assertThat(after.timeline(room)).hasSize(1);
        assertThat(after.changed()).isEmpty();
        assertThat(after.left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"leaves", "is kicked", "lets the reader go", "kicks the reader"})
    void whoeverSharesNoEncryptedRoomAnyMoreIsSaidToHaveLeft(String how) {
        String room = encrypted(alice, bob, carol);
        SyncResult before = inOneRoom(room);

        switch (how) {
            case "leaves" -> carol.leaves(room);
            case "is kicked" -> alice.kicks(room, carol);
            case "lets the reader go" -> bob.leaves(room);
            default -> alice.kicks(room, bob);
        }

        List<String> left =
                how.contains("reader")
                        ? List.of(alice.id().value(), carol.id().value())
                        : List.of(carol.id().value());
        SyncResult after = awaitLeft(before, carol);
        assertThat(after.left()).containsExactlyInAnyOrderElementsOf(left);
        assertThat(after.changed()).isEmpty();
        if (how.startsWith("kick") || how.equals("leaves")) {
            SyncResult restarted = at(Where.AFTER_A_RESTART, bob).syncsSince(before);
            assertThat(restarted.left()).containsExactlyInAnyOrderElementsOf(left);
        }
    }

    @Test
    void whoeverSharesAnotherEncryptedRoomHasNotLeft() {
        String room = encrypted(alice, bob);
        encrypted(alice, bob);
        SyncResult before = inOneRoom(room);

        alice.leaves(room);
        SyncResult after = bob.waitsSince(before);

        assertThat(after.left()).isEmpty();
    }

    @Test
    void anInitialSyncTellsOfNobody() {
        encrypted(alice, bob);
        devices.changesKeys(alice);

        assertThat(bob.syncs().json().has("device_lists")).isFalse();
    }

    @Test
    void d03ADeviceComparesListsOneAfterTheOther() throws Exception {
        String before = bob.syncs().nextBatch();
        String after = inOneRoom(encrypted(alice, bob)).nextBatch();
        String query = "/keys/changes?from=" + before + "&to=" + after;
        try (Connection locked = devices.locks("rooms", "rooms.room_member")) {
            List<CompletableFuture<HttpStatusCode>> both = List.of(status(query), status(query));

            assertThat(CompletableFuture.anyOf(both.getFirst(), both.getLast()).get())
                    .isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
            locked.rollback();
            assertThat(both.stream().map(CompletableFuture::join))
                    .containsExactlyInAnyOrder(HttpStatus.TOO_MANY_REQUESTS, HttpStatus.OK);
        }
        bob.reads(query).expectStatus().isOk();
    }

    private CompletableFuture<HttpStatusCode> status(String query) {
        return CompletableFuture.supplyAsync(
                () -> bob.reads(query).returnResult(String.class).getStatus(),
                Thread.ofPlatform()::start);
    }

    @Test
    void changesOfKeysBetweenOtherTokensAreRefused() {
        String good = bob.syncs().nextBatch();

        for (String query : List.of("from=x&to=" + good, "from=" + good + "&to=x")) {
            bob.reads("/keys/changes?" + query)
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.errcode")
                    .isEqualTo("M_INVALID_PARAM");
        }
        bob.reads("/keys/changes?from=" + good)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_MISSING_PARAM");
        assertThat(keyChanges(bob, new SyncResult(bob.syncs().json()), bob.syncs(), "left"))
                .isEmpty();
    }

    /** Bob is in it, and has synced. */
    private SyncResult inOneRoom(String room) {
        return SyncIT.awaitJoin(bob, room);
    }

    private static String encrypted(TestUser creator, TestUser... members) {
        String room = creator.createsRoom(members);
        creator.sets(room, "m.room.encryption", "", ENCRYPTION);
        for (TestUser member : members) {
            member.joins(room);
        }
        return room;
    }

    private static TestUser at(Where where, TestUser user) {
        return where == Where.THE_SAME ? user : user.at(Suite.port(Suite.shared().startSync()));
    }

    /** Until Bob has heard of it; some of it may come in another response. */
    private SyncResult awaitLeft(SyncResult before, TestUser gone) {
        SyncResult last = bob.waitsSince(before);
        while (!last.left().contains(gone.id().value())) {
            last = bob.waitsSince(last);
        }
        return last;
    }

    private List<String> awaitChanged(SyncResult before) {
        SyncResult last = bob.waitsSince(before);
        while (last.changed().isEmpty()) {
            last = bob.waitsSince(last);
        }
        return last.changed();
    }

    private static List<String> keyChanges(
            TestUser user, SyncResult from, SyncResult to, String which) {
        JsonObject found =
                user.sync(
                        HttpMethod.GET,
                        "/keys/changes?from=" + from.nextBatch() + "&to=" + to.nextBatch(),
                        "");
        return found.array(which).orElse(JsonArray.EMPTY).strings().toList();
    }
}
