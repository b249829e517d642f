package dev.ganglion.room.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomAudit;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A moderation-service stands by that gives the verdict which the message names. */
class ModerationIT extends RoomOfAlice {
    private static final DisposableServer MODERATION =
            HttpServer.create()
                    .host("127.0.0.1")
                    .port(0)
                    .route(
                            routes ->
                                    routes.get(
                                                    "/internal/moderation/state",
                                                    (request, response) ->
                                                            json(
                                                                    response,
                                                                    "{\"in_line\":true,\"version\":1}"))
                                            .post(
                                                    "/internal/moderation/check",
                                                    ModerationIT::check))
                    .bindNow();
    private static final String MESSAGE = "/rooms/{room}/send/m.room.message/{txnId}";

    @Autowired private DatabaseClient database;
    @Autowired private Environment environment;

    @DynamicPropertySource
    static void moderation(DynamicPropertyRegistry registry) {
        registry.add(
                "ganglion.services.moderation.urls", () -> "http://127.0.0.1:" + MODERATION.port());
    }

    @AfterAll
    static void stop() {
        MODERATION.disposeNow();
    }

    @BeforeEach
    void bobIsInItAndThePolicyIsKnown() {
        bob.joins(room);
        await().untilAsserted(
                        () ->
                                Refusal.FORBIDDEN.answersPut(
                                        bob, MESSAGE, body("reject"), room, "try"));
    }

    @Test
    void whatIsAllowedIsSent() {
        assertThat(bob.sends(room, "allow", "t1")).startsWith("$");
    }

    @Test
    void whatIsRejectedIsNotStored() {
        Refusal.FORBIDDEN.answersPut(bob, MESSAGE, body("reject"), room, "t1");

        assertThat(stored("reject")).isZero();
    }

    @Test
    void whatIsDeletedIsSentWithItsRedactionAndNeverStored() {
        String event = bob.sends(room, "delete", "t1");

        assertThat(stored("delete")).isZero();
        JsonObject shown = alice.read("/rooms/{room}/event/{event}", room, event);
        assertThat(shown.object("content")).contains(JsonObject.EMPTY);
        JsonObject page = alice.read("/rooms/{room}/messages?dir=b&limit=2", room);
        assertThat(page.toString()).doesNotContain("\"body\":\"delete\"");
        assertThat(
                        page.array("chunk")
                                .orElse(JsonArray.EMPTY)
                                .objects()
                                .map(seen -> seen.string("type").orElseThrow()))
                .containsExactly("m.room.redaction", "m.room.message");
        RoomAudit.of(database, environment).check(room);
    }

    @Test
    void aDeletedMessageSentAgainIsTheSameEvent() {
        assertThat(bob.sends(room, "delete", "t1")).isEqualTo(bob.sends(room, "delete", "t1"));
    }

    @Test
    void whatIsSentLaterIsJudgedLater() {
        String later = MESSAGE + "?org.matrix.msc4140.delay=1";
        for (String verdict : List.of("reject", "delete", "allow")) {
            bob.put(later, body(verdict), room, "later-" + verdict);
        }

        await().untilAsserted(() -> assertThat(outcomes()).containsOnly("send 2", "cancel 1"));
        assertThat(stored("reject") + stored("delete")).isZero();
        assertThat(stored("allow")).isOne();
    }

    @Test
    void whatNobodyJudgesWhenItIsDueIsTriedAgain() {
        bob.put(MESSAGE + "?org.matrix.msc4140.delay=1", body("fail"), room, "later-fail");

        await().untilAsserted(() -> assertThat(attempts()).isGreaterThan(1));
        assertThat(outcomes()).containsExactly("waits 1");
        assertThat(stored("fail")).isZero();
    }

    @Test
    void stateThatIsNotWantedIsRefused() {
        String topic = "/rooms/{room}/state/m.room.topic";

        Refusal.FORBIDDEN.answersPut(alice, topic, body("reject"), room);
        Refusal.FORBIDDEN.answersPut(alice, topic, body("delete"), room);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"reject\"}",
                "{\"topic\":\"reject\"}",
                "{\"topic\":\"delete\"}",
                "{\"initial_state\":[{\"type\":\"m.room.name\",\"content\":{\"name\":\"reject\"}}]}",
                "{\"initial_state\":[{\"type\":\"org.example.note\",\"content\":{\"body\":\"delete\"}}]}",
            })
    void aRoomThatBeginsWithWhatIsNotWantedIsNotCreated(String body) {
        Refusal.FORBIDDEN.answersPost(alice, "/createRoom", body);
    }

    @Test
    void aRoomThatBeginsWithAllowedWordsIsCreated() {
        assertThat(alice.createsRoom("{\"name\":\"allow\",\"topic\":\"allow\"}")).startsWith("!");
    }

    @Test
    void aDisplayNameThatIsNotWantedIsRefused() {
        String path = "/profile/{user}/displayname";

        Refusal.FORBIDDEN.answersPut(bob, path, "{\"displayname\":\"reject\"}", bob.id());
        Refusal.FORBIDDEN.answersPut(bob, path, "{\"displayname\":\"delete\"}", bob.id());
        assertThat(alice.read("/rooms/{room}/state/m.room.member/{user}", room, bob.id()).keys())
                .doesNotContain("displayname");
    }

    @Test
    void aDisplayNameForOneRoomIsJudgedToo() {
        Refusal.FORBIDDEN.answersPut(
                bob,
                "/rooms/{room}/state/m.room.member/{user}",
                "{\"membership\":\"join\",\"displayname\":\"reject\"}",
                room,
                bob.id());
    }

    @Test
    void aReasonThatIsNotWantedChangesNoMembership() {
        String kick = "{\"user_id\":\"" + bob.id() + "\",\"reason\":\"reject\"}";

        Refusal.FORBIDDEN.answersPost(alice, "/rooms/{room}/kick", kick, room);

        assertThat(bob.sends(room, "allow", "t1")).startsWith("$");
    }

    @Test
    void whileNobodyAnswersNothingGoesOutUnchecked() {
        bob.call(HttpMethod.PUT, body("fail"), MESSAGE, room, "t1")
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists("Retry-After");
        assertThat(stored("fail")).isZero();
    }

    private static Mono<Void> check(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asString()
                .flatMap(
                        question -> {
                            if (says(question, "fail")) {
                                return response.status(500).send();
                            }
                            String verdict =
                                    says(question, "delete")
                                            ? "delete"
                                            : says(question, "reject") ? "reject" : "allow";
                            return json(
                                    response,
                                    "{\"verdict\":\"" + verdict + "\",\"reason\":\"a rule\"}");
                        });
    }

    /** Looks where moderation-service looks for text. */
    private static boolean says(String question, String word) {
        return Stream.of("body", "name", "topic", "displayname", "reason")
                .anyMatch(field -> question.contains("\"" + field + "\":\"" + word + "\""));
    }

    private static Mono<Void> json(HttpServerResponse response, String body) {
        return response.header("Content-Type", "application/json")
                .sendString(Mono.just(body))
                .then();
    }

    private static String body(String text) {
        return "{\"msgtype\":\"m.text\",\"body\":\"" + text + "\"}";
    }

    /** What has become of the delayed events of this room, each with its number. */
    private List<String> outcomes() {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select coalesce(outcome, 'waits') || ' ' || count(*) as outcome
                                from rooms.delayed_event
                                join rooms.room using (room_nid)
                                where room_id = :room
                                group by coalesce(outcome, 'waits')
                                """)
                        .bind("room", room)
                        .map(row -> Objects.requireNonNull(row.get("outcome", String.class)))
                        .all()
                        .collectList()
                        .block());
    }

    private int attempts() {
        return Objects.requireNonNull(
                database.sql(
                                "select attempts from rooms.delayed_event join rooms.room using (room_nid) where room_id = :room")
                        .bind("room", room)
                        .map(row -> Objects.requireNonNull(row.get("attempts", Integer.class)))
                        .one()
                        .block());
    }

    private long stored(String text) {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select count(*) as found
                                from rooms.event e
                                join rooms.room r on r.room_nid = e.room_nid
                                where r.room_id = :room
                                  and convert_from(e.json, 'UTF8') like '%"body":"' || :text || '"%'
                                """)
                        .bind("room", room)
                        .bind("text", text)
                        .map(row -> Objects.requireNonNull(row.get("found", Long.class)))
                        .one()
                        .block());
    }
}
