package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.receipt.Receipts;
import dev.ganglion.sync.ring.EventStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What clients are told of rooms whose events are being deleted. */
class PurgeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PURGE = "/v1/purge_history/{room}/{event}";
    private static final String RECEIPT = "/rooms/{room}/receipt/m.read/{event}";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private String room = "";

    @BeforeEach
    void aRoomOfTwo() {
        room = alice.createsRoom(bob);
        bob.joins(room);
    }

    @Test
    void whatWasReadBeforeItWasPurgedIsNotUnreadAfterwards() {
        for (int i = 1; i <= 5; i++) {
            alice.sends(room, "m" + i);
        }
        String read = alice.sends(room, "read");
        SyncIT.awaitMessage(bob, "", room, "read");
        bob.sync(HttpMethod.POST, RECEIPT, "{}", room, read);
        String own = bob.sends(room, "own");
        alice.sends(room, "unread");
        SyncResult before =
                await().until(
                                () -> bob.syncs(),
                                sync ->
                                        sync.messages(room).contains("unread")
                                                && sync.unread(room) == 1);

        purgeUpTo(own);

        assertThat(bob.syncs().unread(room)).isEqualTo(1);
        alice.sends(room, "m.reaction", "{\"m.relates_to\":{\"key\":\"+\"}}");
        String last = alice.sends(room, "last");
        SyncIT.awaitEvent(bob, "", room, last);
        assertThat(bob.syncs().unread(room)).isEqualTo(2);
        assertThat(bob.syncsSince(before).unread(room)).isEqualTo(2);

        purgeUpTo(last);
        String reaction = alice.sends(room, "m.reaction", "{\"m.relates_to\":{\"key\":\"-\"}}");
        SyncResult woken = SyncIT.awaitEvent(bob, "since=" + before.nextBatch(), room, reaction);
        assertThat(woken.unread(room)).isEqualTo(1);
        assertThat(bob.syncs().unread(room)).isEqualTo(1);
    }

    @Test
    void whatIsPurgedIsGoneFromMemoryToo() {
        SyncResult before = bob.syncs();
        alice.sends(room, "gone");
        String point = alice.sends(room, "point");
        SyncIT.awaitMessage(bob, "", room, "point");
        purgeUpTo(point);

        Suite.shared().sync(0).getBean(EventStream.class).forgetPurged().block();

        assertThat(bob.syncsSince(before).messages(room)).containsExactly("point");
    }

    @Test
    void whoWasAwayHearsOfHavingLeftADeletedRoom() {
        SyncResult before = SyncIT.awaitJoin(bob, room);
        alice.sends(room, "said");

        String delete =
                alice.administers(HttpMethod.DELETE, "/v2/rooms/{room}", "{}", room)
                        .string("delete_id")
                        .orElseThrow();
        awaitComplete("/v2/rooms/delete_status/{delete}", delete);
        Suite.shared().sync(0).getBean(EventStream.class).forgetPurged().block();

        SyncResult after =
                await().atMost(PATIENCE)
                        .until(() -> bob.syncsSince(before), sync -> !sync.left(room).isEmpty());
        assertThat(after.json().toString()).doesNotContain("said");
        TestUser elsewhere = bob.at(Suite.port(Suite.shared().startSync()));
        assertThat(elsewhere.syncsSince(before).left(room).isEmpty()).isFalse();
        assertThat(bob.syncs().json().toString()).doesNotContain(room);
    }

    @Test
    void receiptsOfRoomsThatAreGoneGoToo() {
        String event = alice.sends(room, "read");
        DatabaseClient database = Suite.shared().sync(0).getBean(DatabaseClient.class);
        database.sql(
                        """
                        insert into sync.receipt
                            (room_nid, user_id, receipt_type, event_id, event_position, ts, position)
                        values (-1, :user, 'm.read', '$gone', 1, 1, nextval('sync.receipt_position'))
                        """)
                .bind("user", bob.id().value())
                .then()
                .block();
        bob.sync(HttpMethod.POST, RECEIPT, "{}", room, event);

        Suite.shared().sync(0).getBean(Receipts.class).forgetRemovedRooms().block();

        assertThat(
                        database.sql("select room_nid from sync.receipt where user_id = :user")
                                .bind("user", bob.id().value())
                                .map(row -> Objects.requireNonNull(row.get("room_nid", Long.class)))
                                .all()
                                .collectList()
                                .block())
                .singleElement()
                .isNotEqualTo(-1L);
    }

    private void purgeUpTo(String event) {
        JsonObject started =
                alice.administers(
                        HttpMethod.POST, PURGE, "{\"delete_local_events\":true}", room, event);
        awaitComplete("/v1/purge_history_status/{purge}", started.string("purge_id").orElseThrow());
    }

    private void awaitComplete(String path, String id) {
        await().atMost(PATIENCE)
                .until(
                        () -> alice.administers(HttpMethod.GET, path, "", id).string("status"),
                        status -> status.equals(Optional.of("complete")));
    }
}
