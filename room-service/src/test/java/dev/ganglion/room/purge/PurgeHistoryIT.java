package dev.ganglion.room.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.AdminCaller;
import dev.ganglion.room.Fault;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.service.background.Repetition;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

class PurgeHistoryIT extends RoomOfAlice {
    private static final String PURGE = "/v1/purge_history/{room}";
    private static final String PURGE_EVENT = "/v1/purge_history/{room}/{event}";
    private static final String STATUS = "/v1/purge_history_status/{purge}";
    private static final String ALL = "{\"delete_local_events\":true}";

    @Autowired private DatabaseClient database;
    @Autowired private MeterRegistry meters;

    @Autowired
    @Qualifier("purgingHistory")
    private Repetition purging;

    private AdminCaller admin;

    @BeforeEach
    void anAdministrator() {
        admin = new AdminCaller(web, tokens);
    }

    @AfterEach
    void whoeverPurgesIsAtWork() {
        if (!purging.isRunning()) {
            purging.start();
        }
    }

    @Test
    void whatIsBeforeAnEventIsGoneAndWhatFollowsRestsOnWhatIsLeft() {
        bob.joins(room);
        String early = alice.sends(room, "early", "t1");
        setTopic("first");
        bob.put(
                "/rooms/{room}/send/m.room.message/m1",
                "{\"msgtype\":\"m.text\",\"body\":\"hey\",\"m.mentions\":{\"user_ids\":[\"%s\"]}}"
                        .formatted(alice.id()),
                room);
        bob.post("/rooms/{room}/leave", "{}", room);
        bob.joins(room);
        setTopic("second");
        String point = alice.sends(room, "point", "t2");
        setTopic("third");
        alice.sends(room, "late", "t3");

        purged(admin.ok(HttpMethod.POST, ALL, PURGE_EVENT, room, point));

        List<PduEvent> left = new PurgedRoomAudit(database).check(room);
        assertThat(bodies(left)).containsExactly("point", "late");
        assertThat(left)
                .filteredOn(event -> event.is("m.room.topic"))
                .extracting(event -> event.content().string("topic"))
                .containsExactly(Optional.of("second"), Optional.of("third"));
        Refusal.NOT_FOUND.answersGet(alice, "/rooms/{room}/event/{event}", room, early);
        Refusal.NOT_FOUND.answersGet(alice, "/rooms/{room}/context/{event}", room, early);
        alice.sends(room, "goes on", "t4");
        assertThat(bodies(new PurgedRoomAudit(database).check(room)))
                .containsExactly("point", "late", "goes on");
    }

    @Test
    void readingBackwardsEndsAtThePoint() {
        alice.sends(room, "gone", "t1");
        String point = alice.sends(room, "point", "t2");
        alice.sends(room, "last", "t3");
        purged(admin.ok(HttpMethod.POST, ALL, PURGE_EVENT, room, point));

        JsonObject page = alice.read("/rooms/{room}/messages?dir=b&limit=2", room);
        JsonObject forwards = alice.read("/rooms/{room}/messages?dir=f&limit=100", room);
        JsonObject context = alice.read("/rooms/{room}/context/{event}?limit=50", room, point);

        assertThat(chunk(page)).containsExactly("last", "point");
        assertThat(page.has("end")).isFalse();
        assertThat(chunk(forwards)).containsExactly("point", "last");
        assertThat(context.array("events_before").orElseThrow().values()).isEmpty();
        assertThat(context.array("state").orElseThrow().values()).isNotEmpty();
    }

    @Test
    void aTimeInTheBodyWillDoAndTheLastEventStays() {
        alice.sends(room, "first", "t1");
        alice.sends(room, "last", "t2");
        long tomorrow = System.currentTimeMillis() + Duration.ofDays(1).toMillis();

        purged(
                admin.ok(
                        HttpMethod.POST,
                        "{\"purge_up_to_ts\":%d,\"delete_local_events\":true}".formatted(tomorrow),
                        PURGE,
                        room));

        assertThat(bodies(new PurgedRoomAudit(database).check(room))).containsExactly("last");
    }

    @Test
    void anEventWhoseSendersClockIsBehindTakesNothingYoungerAlong() {
        String old = alice.sends(room, "old", "t1");
        String point = alice.sends(room, "point", "t2");
        alice.sends(room, "young", "t3");
        String behind = alice.sends(room, "by a clock that is behind", "t4");
        alice.sends(room, "last", "t5");
        says(behind, 10);
        says(old, 1_000);
        says(point, 2_000);
        database.sql(
                        """
                        update rooms.event e
                        set origin_server_ts = 1
                        from rooms.event old
                        where old.event_id = :event and e.room_nid = old.room_nid and e.position < old.position
                        """)
                .bind("event", old)
                .then()
                .block();

        purged(
                admin.ok(
                        HttpMethod.POST,
                        "{\"purge_up_to_ts\":2000,\"delete_local_events\":true}",
                        PURGE,
                        room));

        assertThat(chunk(alice.read("/rooms/{room}/messages?dir=b&limit=4", room)))
                .containsExactly("last", "by a clock that is behind", "young", "point");
    }

    private void says(String event, long timestamp) {
        database.sql("update rooms.event set origin_server_ts = :time where event_id = :event")
                .bind("time", timestamp)
                .bind("event", event)
                .then()
                .block();
    }

    @Test
    void whatThisServersUsersSaidStaysUnlessItIsAskedForToo() {
        alice.sends(room, "first", "t1");
        String last = alice.sends(room, "last", "t2");
        database.sql("update rooms.event set sender = '@eve:elsewhere' where event_id = :event")
                .bind("event", alice.sends(room, "from elsewhere", "t3"))
                .then()
                .block();
        String point = alice.sends(room, "point", "t4");

        purged(
                admin.ok(
                        HttpMethod.POST,
                        "{\"purge_up_to_event_id\":\"%s\"}".formatted(point),
                        PURGE,
                        room));

        assertThat(chunk(alice.read("/rooms/{room}/messages?dir=b&limit=4", room)))
                .startsWith("point", "last", "first");
        alice.get("/rooms/{room}/event/{event}", room, last).expectStatus().isOk();
    }

    @Test
    void theRedactionOfStateThatStaysIsKept() {
        String topic = setTopic("unspeakable");
        alice.put("/rooms/{room}/redact/{event}/r1", "{\"reason\":\"no\"}", room, topic);
        String spoken = alice.sends(room, "unspeakable", "t1");
        alice.put("/rooms/{room}/redact/{event}/r2", "{}", room, spoken);
        String point = alice.sends(room, "point", "t2");

        purged(admin.ok(HttpMethod.POST, ALL, PURGE_EVENT, room, point));

        assertThat(new PurgedRoomAudit(database).check(room))
                .filteredOn(event -> event.is("m.room.redaction"))
                .singleElement()
                .extracting(event -> event.redacts().orElseThrow().value())
                .isEqualTo(topic);
    }

    @Test
    void whoIsKilledInTheMiddleIsFollowedByAnotherWhoCompletesIt() {
        purging.stop();
        alice.sends(room, "many", "t1");
        copyLastEvent(6_000);
        String point = alice.sends(room, "point", "t2");
        String purge =
                admin.ok(HttpMethod.POST, ALL, PURGE_EVENT, room, point)
                        .string("purge_id")
                        .orElseThrow();

        purging.start();
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> messages(), count -> count < 6_000 && count > 0);
        purging.stop();

        assertThat(messages()).isGreaterThan(1);
        assertThat(admin.read(STATUS, purge).string("status")).contains("active");
        Refusal underWay = new Refusal(400, "M_UNKNOWN");
        underWay.answers(admin.call(HttpMethod.POST, ALL, PURGE_EVENT, room, point));

        double before = meters.get("ganglion.purged.events").counter().count();
        purging.start();
        admin.awaitStatus("complete", STATUS, purge);
        assertThat(messages()).isEqualTo(1);
        assertThat(meters.get("ganglion.purged.events").counter().count()).isGreaterThan(before);
        new PurgedRoomAudit(database).check(room);
    }

    @Test
    void aPurgeThatGetsThroughAtLastHasNoErrorAnyMore() {
        alice.sends(room, "gone", "t1");
        String point = alice.sends(room, "point", "t2");
        String purge;
        try (Fault _ = Fault.deleting(database, "event", "old.type = 'm.room.message'")) {
            purge =
                    admin.ok(HttpMethod.POST, ALL, PURGE_EVENT, room, point)
                            .string("purge_id")
                            .orElseThrow();
            await().until(() -> admin.read(STATUS, purge).has("error"));
        }

        assertThat(admin.awaitStatus("complete", STATUS, purge).has("error")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                     | 400 | M_BAD_JSON",
                "{\"purge_up_to_ts\":\"yesterday\"}     | 400 | M_BAD_JSON",
                "{\"purge_up_to_ts\":1}                 | 404 | M_NOT_FOUND",
                "{\"purge_up_to_event_id\":7}           | 400 | M_BAD_JSON",
                "{\"purge_up_to_event_id\":\"$wGiVpd2pmNWRzZQMCzXWzUPQ2OZTZZpSUbWEXWFRMVA\"}   | 404 | M_NOT_FOUND",
                "{\"purge_up_to_ts\":1,\"delete_local_events\":1} | 400 | M_BAD_JSON",
            })
    void aPurgeWithoutALawfulPointIsRefused(String body, int status, String errcode) {
        new Refusal(status, errcode).answers(admin.call(HttpMethod.POST, body, PURGE, room));
    }

    @Test
    void roomsAndEventsThatAreNotThereAreNotFound() {
        String elsewhere = alice.sends(alice.createsRoom("{}"), "elsewhere", "t1");

        Refusal.NOT_FOUND.answers(admin.call(HttpMethod.POST, ALL, PURGE_EVENT, room, elsewhere));
        Refusal.NOT_FOUND.answers(
                admin.call(HttpMethod.POST, ALL, PURGE_EVENT, "!none:test.local", elsewhere));
        Refusal.NOT_FOUND.answers(admin.get(STATUS, "none"));
    }

    @Test
    void whoeverIsNoAdministratorIsRefused() {
        String event = alice.sends(room, "mine", "t1");

        Refusal.FORBIDDEN.answers(asUser(HttpMethod.POST, PURGE_EVENT, room, event));
        Refusal.FORBIDDEN.answers(asUser(HttpMethod.POST, PURGE, room));
        Refusal.FORBIDDEN.answers(asUser(HttpMethod.GET, STATUS, "any"));
    }

    private ResponseSpec asUser(HttpMethod method, String path, Object... variables) {
        return web.method(method)
                .uri("/_synapse/admin" + path, variables)
                .headers(tokens.forUser(alice.id()))
                .bodyValue(ALL)
                .exchange();
    }

    private void purged(JsonObject started) {
        admin.awaitStatus("complete", STATUS, started.string("purge_id").orElseThrow());
    }

    private String setTopic(String topic) {
        return alice.put(
                        "/rooms/{room}/state/m.room.topic/",
                        "{\"topic\":\"%s\"}".formatted(topic),
                        room)
                .string("event_id")
                .orElseThrow();
    }

    private static List<String> bodies(List<PduEvent> events) {
        return events.stream().flatMap(event -> event.content().string("body").stream()).toList();
    }

    private static List<String> chunk(JsonObject page) {
        return page.array("chunk")
                .orElseThrow()
                .objects()
                .flatMap(event -> event.object("content").stream())
                .flatMap(content -> content.string("body").stream())
                .toList();
    }

    /** What only has to be many need not be lawful. */
    private void copyLastEvent(int times) {
        database.sql(
                        """
                        insert into rooms.event (position, room_nid, event_id, type, sender, depth,
                            origin_server_ts, json, notify_number)
                        select nextval('rooms.event_position'), e.room_nid, e.event_id || n, e.type, e.sender, e.depth,
                               e.origin_server_ts, e.json, e.notify_number
                        from rooms.event e
                        join rooms.room r using (room_nid)
                        join rooms.room_head h using (room_nid)
                        cross join generate_series(1, :times) n
                        where r.room_id = :room and e.position = h.latest_position
                        """)
                .bind("times", times)
                .bind("room", room)
                .then()
                .block();
    }

    private long messages() {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select count(*) as number
                                from rooms.event e
                                join rooms.room r using (room_nid)
                                where r.room_id = :room and e.type = 'm.room.message'
                                """)
                        .bind("room", room)
                        .map(row -> Objects.requireNonNull(row.get("number", Long.class)))
                        .one()
                        .block());
    }
}
