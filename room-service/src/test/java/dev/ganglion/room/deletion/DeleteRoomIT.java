package dev.ganglion.room.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.AdminCaller;
import dev.ganglion.room.Fault;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.service.background.Repetition;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import java.util.List;
import java.util.Objects;
import java.util.Set;

class DeleteRoomIT extends RoomOfAlice {
    private static final String ROOM = "/v2/rooms/{room}";
    private static final String STATUS = "/v2/rooms/delete_status/{delete}";
    private static final String STATUS_OF_ROOM = "/v2/rooms/{room}/delete_status";
    private static final String BLOCK = "/v1/rooms/{room}/block";

    @Autowired private DatabaseClient database;
    @Autowired private RoomHeads heads;

    @Autowired
    @Qualifier("deletingRooms")
    private Repetition deleting;

    private AdminCaller admin;
    private RoomCaller carol;

    @BeforeEach
    void anAdministratorAndSomebodyInvited() {
        admin = new AdminCaller(web, tokens);
        carol = new RoomCaller(web, tokens, "carol-" + word);
        bob.joins(room);
        alice.invites(room, carol);
    }

    @AfterEach
    void whoeverDeletesIsAtWork() {
        if (!deleting.isRunning()) {
            deleting.start();
        }
    }

    @Test
    void everybodyIsOutAndWhatWasSaidIsGoneButWhoWasThereIsRemembered() {
        String alias = "#%s:test.local".formatted(word);
        alice.put("/directory/room/{alias}", "{\"room_id\":\"" + room + "\"}", alias);
        alice.put("/directory/list/room/{room}", "{\"visibility\":\"public\"}", room);
        alice.put("/rooms/{room}/state/m.room.topic/", "{\"topic\":\"said\"}", room);
        String said = alice.sends(room, "said", "t1");

        JsonObject done = deleted("{\"block\":true,\"message\":\"ignored\"}");

        assertThat(done.string("room_id")).contains(room);
        assertThat(done.has("error")).isFalse();
        JsonObject shutdown = done.object("shutdown_room").orElseThrow();
        assertThat(strings(shutdown, "kicked_users"))
                .containsExactlyInAnyOrder(
                        alice.id().value(), bob.id().value(), carol.id().value());
        assertThat(strings(shutdown, "failed_to_kick_users")).isEmpty();
        assertThat(strings(shutdown, "local_aliases")).containsExactly(alias);
        assertThat(shutdown.get("new_room_id")).contains(JsonNull.NULL);

        assertThat(types()).containsOnly("m.room.create", "m.room.member");
        assertThat(memberships()).containsOnly("leave");
        Refusal.FORBIDDEN.answersGet(alice, "/rooms/{room}/messages?dir=b", room);
        Refusal.NOT_FOUND.answersGet(alice, "/rooms/{room}/event/{event}", room, said);
        Refusal.NOT_FOUND.answersGet(alice, "/directory/room/{alias}", alias);
        Refusal.FORBIDDEN.answersPost(alice, "/join/{room}", "{}", room);
        assertThat(admin.read(BLOCK, room).string("user_id")).contains(AdminCaller.ID.value());
        assertThat(admin.read(STATUS_OF_ROOM, room).array("results").orElseThrow().values())
                .containsExactly(done);
        Refusal.NOT_FOUND.answers(admin.call(HttpMethod.DELETE, "{}", ROOM, room));
    }

    @Test
    void aDeletionNeedsNoBody() {
        alice.sends(room, "said", "t1");

        deleted("");

        assertThat(types()).containsOnly("m.room.create", "m.room.member");
    }

    @Test
    void whoIsKilledInTheMiddleIsFollowedByAnotherWhoCompletesIt() {
        deleting.stop();
        alice.sends(room, "said", "t1");
        String delete = begun("{}");
        Refusal.FORBIDDEN.answersPost(
                new RoomCaller(web, tokens, "dan"), "/join/{room}", "{}", room);
        new Refusal(400, "M_UNKNOWN").answers(admin.call(HttpMethod.DELETE, "{}", ROOM, room));
        // As if a replica had come as far as taking out some of them.
        bob.post("/rooms/{room}/leave", "{}", room);
        assertThat(admin.read(STATUS, delete).string("status")).contains("active");

        deleting.start();

        admin.awaitStatus("complete", STATUS, delete);
        assertThat(types()).containsOnly("m.room.create", "m.room.member");
    }

    @Test
    void aDeletionThatCouldNotBlockTheRoomHasNotBegun() {
        try (Fault _ = Fault.inserting(database, "blocked_room", "true")) {
            admin.call(HttpMethod.DELETE, "{\"block\":true}", ROOM, room)
                    .expectStatus()
                    .is5xxServerError();
        }

        Refusal.NOT_FOUND.answers(admin.get(STATUS_OF_ROOM, room));
        deleted("{\"block\":true}");
        assertThat(admin.read(BLOCK, room).bool("block")).contains(true);
    }

    @Test
    void aHeadThatIsStillInMemoryWritesNothingIntoAClosedRoom() {
        heads.find(RoomId.parse(room), Set.of()).block();
        deleted("{}");

        Refusal.FORBIDDEN.answersPut(
                alice,
                "/rooms/{room}/send/m.room.message/t9",
                "{\"msgtype\":\"m.text\",\"body\":\"still here\"}",
                room);
        assertThat(types()).containsOnly("m.room.create", "m.room.member");
    }

    @Test
    void forcedItGoesEvenWithSomebodyInside() {
        addGhost();

        JsonObject done = deleted("{\"force_purge\":true}");

        assertThat(strings(done.object("shutdown_room").orElseThrow(), "failed_to_kick_users"))
                .containsExactly("@ghost:test.local");
        assertThat(types()).containsOnly("m.room.create", "m.room.member");
    }

    @Test
    void whoIsTakenOutAtLastIsNoFailureAnyMore() {
        deleting.stop();
        String delete = begun("{}");
        database.sql(
                        """
                        insert into rooms.deletion_user (delete_id, user_id, outcome)
                        values (:delete, :user, 'failed')
                        """)
                .bind("delete", delete)
                .bind("user", bob.id().value())
                .then()
                .block();
        assertThat(lists(admin.read(STATUS, delete), "failed_to_kick_users"))
                .containsExactly(bob.id().value());

        deleting.start();

        JsonObject done = admin.awaitStatus("complete", STATUS, delete);
        assertThat(lists(done, "failed_to_kick_users")).isEmpty();
        assertThat(lists(done, "kicked_users")).contains(bob.id().value()).hasSize(3);
    }

    @Test
    void withoutForceItIsTriedAndThenGivenUpWhileSomebodyIsInside() {
        addGhost();
        String delete = begun("{}");

        JsonObject failed = admin.awaitStatus("failed", STATUS, delete);

        assertThat(failed.string("error").orElseThrow()).contains("force_purge");
        assertThat(types()).contains("m.room.power_levels");
        alice.post("/join/{room}", "{}", room);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"new_room_user_id\":\"@eve:elsewhere\"} | M_INVALID_PARAM",
                "{\"new_room_user_id\":\"eve\"}            | M_BAD_JSON",
                "{\"block\":\"yes\"}                       | M_BAD_JSON",
                "{\"purge\":1}                             | M_BAD_JSON",
                "{\"message\":[]}                          | M_BAD_JSON",
            })
    void aRequestThatMeansNothingIsRefused(String body, String errcode) {
        new Refusal(400, errcode).answers(admin.call(HttpMethod.DELETE, body, ROOM, room));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        Refusal.NOT_FOUND.answers(admin.call(HttpMethod.DELETE, "{}", ROOM, "!none:test.local"));
        Refusal.NOT_FOUND.answers(admin.get(STATUS, "none"));
        Refusal.NOT_FOUND.answers(admin.get(STATUS_OF_ROOM, room));
    }

    @Test
    void whoeverIsNoAdministratorIsRefused() {
        for (String path : List.of(STATUS, STATUS_OF_ROOM)) {
            Refusal.FORBIDDEN.answers(
                    web.get()
                            .uri("/_synapse/admin" + path, room)
                            .headers(tokens.forUser(alice.id()))
                            .exchange());
        }
        Refusal.FORBIDDEN.answers(
                web.method(HttpMethod.DELETE)
                        .uri("/_synapse/admin" + ROOM, room)
                        .headers(tokens.forUser(alice.id()))
                        .bodyValue("{}")
                        .exchange());
    }

    private String begun(String body) {
        return admin.ok(HttpMethod.DELETE, body, ROOM, room).string("delete_id").orElseThrow();
    }

    private JsonObject deleted(String body) {
        return admin.awaitStatus("complete", STATUS, begun(body));
    }

    /** A member whom no event made one, so that no event can take them out. */
    private void addGhost() {
        database.sql(
                        """
                        insert into rooms.room_member (room_nid, user_id, membership, event_position)
                        select r.room_nid, '@ghost:test.local', 'join', 1
                        from rooms.room r
                        where r.room_id = :room
                        """)
                .bind("room", room)
                .then()
                .block();
    }

    private List<String> types() {
        return texts(
                """
                select e.type as text
                from rooms.event e
                join rooms.room r using (room_nid)
                where r.room_id = :room
                """);
    }

    private List<String> memberships() {
        return texts(
                """
                select m.membership as text
                from rooms.room_member m
                join rooms.room r using (room_nid)
                where r.room_id = :room
                """);
    }

    private List<String> texts(String sql) {
        return Objects.requireNonNull(
                database.sql(sql)
                        .bind("room", room)
                        .map(row -> Objects.requireNonNull(row.get("text", String.class)))
                        .all()
                        .collectList()
                        .block());
    }

    private static List<String> lists(JsonObject status, String key) {
        return strings(status.object("shutdown_room").orElseThrow(), key);
    }

    private static List<String> strings(JsonObject object, String key) {
        return object.array(key).orElseThrow().strings().toList();
    }
}
