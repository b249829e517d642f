package dev.ganglion.room.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.Fault;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.room.StoredRooms;
import dev.ganglion.room.persist.RoomClosing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Rounds over the rooms, as if some had been forgotten days ago. */
class RemovalIT extends RoomOfAlice {
    private static final ForgottenRoomProperties SETTINGS =
            new ForgottenRoomProperties(true, Duration.ofDays(7), Duration.ofHours(1));

    @Autowired private DatabaseClient database;
    @Autowired private AbandonedRepository repository;
    @Autowired private RoomClosing closing;

    private AbandonedRooms abandoned;

    @BeforeEach
    void bobHasBeenHereToo() {
        abandoned = new AbandonedRooms(repository, closing, SETTINGS);
        bob.joins(room);
        alice.sends(room, "said", "t1");
    }

    @Test
    void aRoomThatAllHaveForgottenGoesWithEveryRowAfterTheGrace() {
        long nid = nid();
        leaveHalfAThread(nid);
        everybodyForgets();

        abandoned.round().block();
        assertThat(isThere()).isTrue();
        daysPass();
        abandoned.round().block();

        // The last event of all stays while it is the last.
        alice.createsRoom("{}");
        await().atMost(Duration.ofSeconds(60)).until(() -> !isThere());
        for (String table : tablesWithRooms()) {
            assertThat(
                            database.sql("select 1 from rooms." + table + " where room_nid = :nid")
                                    .bind("nid", nid)
                                    .fetch()
                                    .all()
                                    .collectList()
                                    .block())
                    .as(table)
                    .isEmpty();
        }
        Refusal.FORBIDDEN.answersPost(bob, "/join/{room}", "{}", room);
    }

    @Test
    void whoComesBackInTimeKeepsTheRoom() {
        everybodyForgets();
        abandoned.round().block();
        bob.joins(room);
        daysPass();

        abandoned.round().block();

        assertThat(bob.read("/rooms/{room}/messages?dir=b&limit=50", room).toString())
                .contains("said");
        assertThat(
                        number(
                                """
                                select count(*) as number
                                from rooms.room
                                where room_id = :id and abandoned_at is null and remove_after is null
                                """))
                .isEqualTo(1);
    }

    @Test
    void whoComesBackWhenItIsNotedAlreadyKeepsTheRoomToo() {
        everybodyForgets();
        abandoned.round().block();
        daysPass();
        bob.joins(room);

        assertThat(
                        closing.close(
                                        RoomId.parse(room),
                                        RoomClosing.Attachment.FORGOTTEN,
                                        Duration.ZERO)
                                .block())
                .isFalse();
        bob.sends(room, "back", "t2");
    }

    @Test
    void whoHasLeftButNotForgottenStillReads() {
        alice.post("/rooms/{room}/leave", "{}", room);
        bob.post("/rooms/{room}/leave", "{}", room);
        bob.post("/rooms/{room}/forget", "{}", room);

        abandoned.round().block();
        daysPass();
        abandoned.round().block();

        assertThat(alice.read("/rooms/{room}/messages?dir=b&limit=50", room).toString())
                .contains("said");
    }

    @Test
    void aRoomThatCannotBeClosedDoesNotKeepOthers() {
        String next = alice.createsRoom("{}");
        alice.post("/rooms/{room}/leave", "{}", next);
        alice.post("/rooms/{room}/forget", "{}", next);
        everybodyForgets();
        abandoned.round().block();
        daysPass(room);
        daysPass(next);

        try (Fault _ = Fault.deleting(database, "room_head", "old.room_nid = " + nid())) {
            abandoned.round().block();
        }

        assertThat(isOpen(next)).isFalse();
        assertThat(isOpen(room)).isTrue();
        abandoned.round().block();
        assertThat(isOpen(room)).isFalse();
    }

    @Test
    void aRoomThatCannotBeRemovedDoesNotKeepOthers() {
        String next = alice.createsRoom("{}");
        try (Fault _ = Fault.deleting(database, "event", "old.room_nid = " + nid())) {
            closes(room);
            closes(next);
            // The last event of all stays while it is the last.
            alice.createsRoom("{}");

            await().atMost(Duration.ofSeconds(60)).until(() -> !isThere(next));
            await().atMost(Duration.ofSeconds(60)).until(this::isPutOff);
        }

        database.sql("update rooms.room set remove_after = now() where room_id = :room")
                .bind("room", room)
                .then()
                .block();
        await().atMost(Duration.ofSeconds(60)).until(() -> !isThere());
    }

    private void closes(String roomId) {
        closing.close(RoomId.parse(roomId), RoomClosing.Attachment.ANY, Duration.ZERO).block();
    }

    private boolean isPutOff() {
        return number(
                        """
                        select count(*) as number
                        from rooms.room
                        where room_id = :id and remove_after > now() + interval '1 minute'
                        """)
                == 1;
    }

    /** As a reply does that comes while its root is being purged. */
    private void leaveHalfAThread(long nid) {
        for (String statement :
                List.of(
                        "insert into rooms.thread values (-%1$d, %1$d, 1, -%1$d)",
                        "insert into rooms.thread_participant values (-%1$d, '@bob:test.local', %1$d, 1)")) {
            database.sql(statement.formatted(nid)).then().block();
        }
    }

    private long nid() {
        return new StoredRooms(database).nid(room);
    }

    private boolean isOpen(String roomId) {
        return number(
                        """
                        select count(*) as number
                        from rooms.room_head h
                        join rooms.room r using (room_nid)
                        where r.room_id = :id
                        """,
                        roomId)
                == 1;
    }

    private void everybodyForgets() {
        for (var user : List.of(alice, bob)) {
            user.post("/rooms/{room}/leave", "{}", room);
            user.post("/rooms/{room}/forget", "{}", room);
        }
    }

    private void daysPass() {
        daysPass(room);
    }

    private void daysPass(String roomId) {
        database.sql(
                        """
                        update rooms.room
                        set abandoned_at = abandoned_at - interval '8 days'
                        where room_id = :room
                        """)
                .bind("room", roomId)
                .then()
                .block();
    }

    private boolean isThere() {
        return isThere(room);
    }

    private boolean isThere(String roomId) {
        return number("select count(*) as number from rooms.room where room_id = :id", roomId) == 1;
    }

    private long number(String sql) {
        return number(sql, room);
    }

    private long number(String sql, String roomId) {
        return new StoredRooms(database).number(sql, roomId);
    }

    private List<String> tablesWithRooms() {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select c.table_name as name
                                from information_schema.columns c
                                join information_schema.tables t using (table_schema, table_name)
                                where c.table_schema = 'rooms' and t.table_type = 'BASE TABLE'
                                  and c.column_name = 'room_nid' and c.table_name <> 'purge_job'
                                """)
                        .map(row -> Objects.requireNonNull(row.get("name", String.class)))
                        .all()
                        .collectList()
                        .block());
    }
}
