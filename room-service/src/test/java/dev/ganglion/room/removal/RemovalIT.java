package dev.ganglion.room.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;
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
        long nid = number("select room_nid as number from rooms.room where room_id = :room");
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
                                where room_id = :room and abandoned_at is null and remove_after is null
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

    private void everybodyForgets() {
        for (var user : List.of(alice, bob)) {
            user.post("/rooms/{room}/leave", "{}", room);
            user.post("/rooms/{room}/forget", "{}", room);
        }
    }

    private void daysPass() {
        database.sql(
                        """
                        update rooms.room
                        set abandoned_at = abandoned_at - interval '8 days'
                        where room_id = :room
                        """)
                .bind("room", room)
                .then()
                .block();
    }

    private boolean isThere() {
        return number("select count(*) as number from rooms.room where room_id = :room") == 1;
    }

    private long number(String sql) {
        return Objects.requireNonNull(
                database.sql(sql)
                        .bind("room", room)
                        .map(row -> Objects.requireNonNull(row.get("number", Long.class)))
                        .one()
                        .block());
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
