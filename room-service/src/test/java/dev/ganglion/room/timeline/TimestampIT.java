package dev.ganglion.room.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.room.StoredRooms;
import dev.ganglion.room.head.RoomHead;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.history.Direction;
import dev.ganglion.room.history.Readers;
import dev.ganglion.room.timeline.TimestampController.Nearest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.Set;

/** Three messages, each a while after the other. */
class TimestampIT extends RoomOfAlice {
    private static final String AT = "/rooms/{room}/timestamp_to_event?ts={ts}&dir={dir}";

    @Autowired private DatabaseClient database;
    @Autowired private TimestampRepository events;
    @Autowired private RoomHeads heads;
    @Autowired private Readers readers;

    private String first;
    private String second;
    private String third;

    @BeforeEach
    void threeMessages() {
        first = says("first");
        second = says("second");
        third = says("third");
    }

    @Test
    void theNearestEventIsFoundInBothDirections() {
        long then = timeOf(second);

        assertThat(nearest(alice, then, "f")).isEqualTo(second);
        assertThat(nearest(alice, then, "b")).isEqualTo(second);
        assertThat(nearest(alice, then + 1, "f")).isEqualTo(third);
        assertThat(nearest(alice, then - 1, "b")).isEqualTo(first);
    }

    @Test
    void theAnswerSaysWhenTheEventWasSent() {
        at(alice, timeOf(third), "b")
                .expectStatus()
                .isOk()
                .expectBody()
                .json(
                        "{\"event_id\":\"%s\",\"origin_server_ts\":%d}"
                                .formatted(third, timeOf(third)));
    }

    @Test
    void beyondTheEndsThereIsNothing() {
        Refusal.NOT_FOUND.answers(at(alice, timeOf(third) + 1, "f"));
        Refusal.NOT_FOUND.answers(at(alice, 0, "b"));
        Refusal.NOT_FOUND.answers(at(alice, Long.MIN_VALUE, "b"));
        Refusal.NOT_FOUND.answers(at(alice, Long.MAX_VALUE, "f"));
    }

    @Test
    void whatIsNoTimeOrNoDirectionIsRefused() {
        for (String query : new String[] {"dir=f", "ts=0", "ts=now&dir=f", "ts=0&dir=up"}) {
            web.get()
                    .uri("/_matrix/client/v1/rooms/{room}/timestamp_to_event?" + query, room)
                    .headers(tokens.forUser(alice.id()))
                    .exchange()
                    .expectStatus()
                    .isBadRequest();
        }
    }

    @Test
    void r07_eventsThatMayNotBeSeenArePassedOver() {
        alice.put(
                "/rooms/{room}/state/m.room.history_visibility/",
                "{\"history_visibility\":\"joined\"}",
                room);
        says("hidden");
        bob.joins(room);
        String seen = says("seen");
        bob.post("/rooms/{room}/leave", "{}", room);
        says("later");

        assertThat(nearest(bob, timeOf(seen) + 1_000_000, "b"))
                .as("the event of bob's leaving")
                .isNotEqualTo(seen);
        assertThat(nearest(bob, timeOf(seen), "f")).isEqualTo(seen);
        assertThat(timeOf(bob, nearest(bob, timeOf(third) + 1, "f")))
                .as("what was said before bob came is passed over")
                .isGreaterThan(timeOf(third));
        Refusal.FORBIDDEN.answers(at(new RoomCaller(web, tokens, "mallory"), 0, "f"));
    }

    @Test
    void whoSeesNoneOfTheNearestEventsIsShownWhereTheyCameIn() {
        alice.put(
                "/rooms/{room}/state/m.room.history_visibility/",
                "{\"history_visibility\":\"joined\"}",
                room);
        String hidden = says("hidden");
        bob.joins(room);
        String seen = says("seen");
        new StoredRooms(database).multiplyBefore(hidden, 20_000);

        assertThat(amongTheNearest(timeOf(hidden)))
                .as("no more than the nearest are looked at")
                .isNull();
        assertThat(timeOf(bob, nearest(bob, timeOf(hidden), "f")))
                .as("bob's coming, not what is behind it in time and hidden")
                .isLessThanOrEqualTo(timeOf(seen));
        assertThat(nearest(alice, timeOf(hidden), "f")).isEqualTo(hidden);
        assertThat(nearest(bob, timeOf(hidden), "b")).isNotEqualTo(hidden);
    }

    /** What there is between the first event that Bob sees and the newest. */
    private @Nullable Nearest amongTheNearest(long ts) {
        return heads.get(RoomId.parse(room), Set.of())
                .map(RoomHead::identity)
                .zipWith(readers.get(RoomId.parse(room), bob.id()))
                .flatMap(
                        found ->
                                events.find(
                                        found.getT1(),
                                        found.getT2().seen(),
                                        ts,
                                        Direction.FORWARDS))
                .block();
    }

    private String says(String text) {
        String event = alice.sends(room, text, text + System.nanoTime());
        long then = timeOf(event);
        await().until(() -> System.currentTimeMillis() > then + 1);
        return event;
    }

    private long timeOf(String event) {
        return timeOf(alice, event);
    }

    private long timeOf(RoomCaller reader, String event) {
        return reader.read("/rooms/{room}/event/{event}", room, event)
                .integer("origin_server_ts")
                .orElseThrow();
    }

    private String nearest(RoomCaller reader, long ts, String dir) {
        return RoomCaller.ok(at(reader, ts, dir)).string("event_id").orElseThrow();
    }

    private WebTestClient.ResponseSpec at(RoomCaller reader, long ts, String dir) {
        return web.get()
                .uri("/_matrix/client/v1" + AT, room, ts, dir)
                .headers(tokens.forUser(reader.id()))
                .exchange();
    }
}
