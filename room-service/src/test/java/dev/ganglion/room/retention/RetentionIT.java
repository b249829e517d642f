package dev.ganglion.room.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.room.Fault;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.room.StoredRooms;
import dev.ganglion.room.purge.EventPurge;
import dev.ganglion.room.purge.PurgeProperties;
import dev.ganglion.room.purge.PurgedRoomAudit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Passes over the rooms, as if some of their messages had been written days ago. */
class RetentionIT extends RoomOfAlice {
    private static final long DAY = Duration.ofDays(1).toMillis();

    @Autowired private DatabaseClient database;
    @Autowired private RetentionRepository repository;
    @Autowired private EventPurge events;
    @Autowired private PurgeProperties purging;

    private StoredRooms stored;

    @BeforeEach
    void theDatabase() {
        stored = new StoredRooms(database);
    }

    @Test
    void messagesThatHaveHadTheirLifeGoAndStateStays() {
        retains("{\"max_lifetime\":%d}".formatted(3 * DAY));
        String old = alice.sends(room, "old", "t1");
        String topic =
                alice.put("/rooms/{room}/state/m.room.topic/", "{\"topic\":\"old\"}", room)
                        .string("event_id")
                        .orElseThrow();
        String mid = alice.sends(room, "mid", "t2");
        alice.sends(room, "new", "t3");
        age(old, "4 days");
        age(topic, "4 days");
        age(mid, "2 days");

        pass(null);

        List<PduEvent> left = new PurgedRoomAudit(database).check(room);
        assertThat(bodies(left)).containsExactly("mid", "new");
        assertThat(left).anyMatch(event -> event.is("m.room.topic"));
        alice.get("/rooms/{room}/event/{event}", room, old).expectStatus().isNotFound();

        age(mid, "4 days");
        pass(null);
        assertThat(bodies(new PurgedRoomAudit(database).check(room))).containsExactly("new");
    }

    @Test
    void whatTheSenderSaysOfTheTimeMakesNothingGoEarly() {
        retains("{\"max_lifetime\":%d}".formatted(3 * DAY));
        String event = alice.sends(room, "by a clock that is behind", "t1");
        alice.sends(room, "last", "t2");
        update("origin_server_ts = 1", event);

        pass(null);
        assertThat(bodies(new PurgedRoomAudit(database).check(room)))
                .containsExactly("by a clock that is behind", "last");

        update("received_at = null", event);
        pass(null);
        assertThat(bodies(new PurgedRoomAudit(database).check(room))).containsExactly("last");
    }

    @Test
    void theLastEventLosesItsContentAndGoesOnceItIsTheLastNoMore() {
        retains("{\"max_lifetime\":%d}".formatted(3 * DAY));
        String secret = alice.sends(room, "secret", "t1");
        age(secret, "4 days");

        pass(null);
        pass(null);

        List<PduEvent> left = new PurgedRoomAudit(database).check(room);
        assertThat(left.getLast().eventId().value()).isEqualTo(secret);
        assertThat(left.getLast().content().isEmpty()).isTrue();

        alice.sends(room, "next", "t2");
        pass(null);
        left = new PurgedRoomAudit(database).check(room);
        assertThat(left).noneMatch(event -> event.eventId().value().equals(secret));
        assertThat(bodies(left)).containsExactly("next");
    }

    @Test
    void theServersDefaultIsForRoomsThatSayNothing() {
        String old = alice.sends(room, "old", "t1");
        alice.sends(room, "new", "t2");
        age(old, "4 days");

        pass(null);
        assertThat(bodies(new PurgedRoomAudit(database).check(room))).hasSize(2);

        pass(Duration.ofDays(3));
        assertThat(bodies(new PurgedRoomAudit(database).check(room))).containsExactly("new");
    }

    @Test
    void aPolicyThatIsTakenBackCountsNoMore() {
        retains("{\"max_lifetime\":%d}".formatted(3 * DAY));
        retains("{}");
        String old = alice.sends(room, "old", "t1");
        alice.sends(room, "new", "t2");
        age(old, "4 days");

        pass(null);

        assertThat(bodies(new PurgedRoomAudit(database).check(room))).hasSize(2);
    }

    @Test
    void aRoomThatFailsDoesNotKeepOthersFromTheirTurn() {
        String next = alice.createsRoom("{\"preset\":\"public_chat\"}");
        for (String each : List.of(room, next)) {
            retains(each, "{\"max_lifetime\":%d}".formatted(3 * DAY));
            age(alice.sends(each, "old", "t1"), "4 days");
            alice.sends(each, "new", "t2");
        }

        try (Fault _ = Fault.deleting(database, "event", "old.room_nid = " + stored.nid(room))) {
            pass(null);
        }

        assertThat(bodies(new PurgedRoomAudit(database).check(next))).containsExactly("new");
        assertThat(bodies(new PurgedRoomAudit(database).check(room))).contains("old");
        pass(null);
        assertThat(bodies(new PurgedRoomAudit(database).check(room))).containsExactly("new");
    }

    @Test
    void howMuchIsDueIsLookedAtInSteps() {
        retains("{\"max_lifetime\":%d}".formatted(3 * DAY));
        String old = "";
        for (int i = 0; i < 6; i++) {
            old = alice.sends(room, "old " + i, "t" + i);
        }
        alice.sends(room, "new", "new");
        age(old, "4 days");
        AgingRoom aging =
                Objects.requireNonNull(repository.list(stored.nid(room) - 1, true, 1).blockFirst());
        Duration lifetime = Duration.ofDays(3);
        long after = stored.position(old) - 5;

        Due first = Objects.requireNonNull(repository.findDue(aging, after, lifetime, 4).block());
        Due second =
                Objects.requireNonNull(
                        repository.findDue(aging, first.upTo(), lifetime, 4).block());

        assertThat(first).isEqualTo(new Due(after + 4, false));
        assertThat(second).isEqualTo(new Due(aging.latestPosition() - 1, true));
        assertThat(repository.findDue(aging, after, Duration.ofDays(5), 4).block())
                .isEqualTo(new Due(after, true));
    }

    @Test
    void moreThanOneStepHoldsGoesInOnePass() {
        retains("{\"max_lifetime\":%d}".formatted(3 * DAY));
        stored.multiply(alice.sends(room, "old", "t1"), 2 * purging.chunk() + 200);
        String last = alice.sends(room, "last of the old", "t2");
        alice.sends(room, "new", "t3");
        age(last, "4 days");

        pass(null);

        assertThat(bodies(new PurgedRoomAudit(database).check(room))).containsExactly("new");
    }

    private void retains(String content) {
        retains(room, content);
    }

    private void retains(String room, String content) {
        alice.put("/rooms/{room}/state/m.room.retention/", content, room);
    }

    /** Of the event and of all before it. */
    private void update(String change, String event) {
        database.sql(
                        """
                        update rooms.event e
                        set %s
                        from rooms.event last
                        where last.event_id = :event and e.room_nid = last.room_nid and e.position <= last.position
                        """
                                .formatted(change))
                .bind("event", event)
                .then()
                .block();
    }

    /** Whatever came before is as old at least. */
    private void age(String event, String age) {
        database.sql(
                        """
                        update rooms.event e
                        set received_at = least(e.received_at, now() - cast(:age as interval))
                        from rooms.event last
                        where last.event_id = :event and e.room_nid = last.room_nid and e.position <= last.position
                        """)
                .bind("age", age)
                .bind("event", event)
                .then()
                .block();
    }

    private void pass(@Nullable Duration byDefault) {
        RetentionProperties settings =
                new RetentionProperties(
                        true, byDefault, Duration.ofHours(1), null, Duration.ofHours(1));
        new RetentionPass(repository, events, settings, purging).run().block();
    }

    private static List<String> bodies(List<PduEvent> events) {
        return events.stream().flatMap(event -> event.content().string("body").stream()).toList();
    }
}
