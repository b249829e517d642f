package dev.ganglion.room.delayedevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What tests of delayed events do: Carol, whom nobody else knows, schedules them. */
abstract class DelayedEventCase extends RoomOfAlice {
    static final String UNSTABLE = "/_matrix/client/unstable/org.matrix.msc4140";
    static final long LATER = 3_600_000;
    static final String SEND =
            "/rooms/{room}/send/m.room.message/{txnId}?org.matrix.msc4140.delay={delay}";
    static final String STATE =
            "/rooms/{room}/state/org.example.call/{key}?org.matrix.msc4140.delay={delay}";

    @Autowired DatabaseClient database;

    RoomCaller carol;

    @BeforeEach
    void carolIsInTheRoom() {
        carol = new RoomCaller(web, tokens, "carol-" + word);
        carol.joins(room);
    }

    String schedules(RoomCaller sender, String text, long delay) {
        return delayId(sender.put(SEND, message(text), room, UUID.randomUUID(), delay));
    }

    String schedulesState(RoomCaller sender, String key, long delay) {
        return delayId(sender.put(STATE, "{\"by\":\"delay\"}", room, key, delay));
    }

    static String delayId(JsonObject answer) {
        return answer.string("delay_id").orElseThrow();
    }

    static String message(String text) {
        return "{\"msgtype\":\"m.text\",\"body\":\"" + text + "\"}";
    }

    /** As a service that knows nothing but the ID. */
    ResponseSpec acts(String delayId, String action) {
        return web.post()
                .uri(UNSTABLE + "/delayed_events/{id}/{action}", delayId, action)
                .headers(tokens.forNobody())
                .bodyValue("{}")
                .exchange();
    }

    JsonObject read(RoomCaller user, String path, Object... variables) {
        return object(asks(user, path, variables).expectStatus().isOk());
    }

    ResponseSpec asks(RoomCaller user, String path, Object... variables) {
        return web.get()
                .uri(UNSTABLE + path, variables)
                .headers(tokens.forUser(user.id()))
                .exchange();
    }

    ResponseSpec puts(RoomCaller user, String path, String body, Object... variables) {
        return web.method(HttpMethod.PUT)
                .uri(UNSTABLE + path, variables)
                .headers(tokens.forUser(user.id()))
                .bodyValue(body)
                .exchange();
    }

    static JsonObject object(ResponseSpec response) {
        return Json.parseObject(
                Objects.requireNonNull(response.expectBody().returnResult().getResponseBody()));
    }

    JsonObject details(RoomCaller user, String delayId) {
        return read(user, "/delayed_events/{id}", delayId);
    }

    /** What became of it, once something has. */
    JsonObject finalised(RoomCaller user, String delayId) {
        await().until(() -> details(user, delayId).has("finalised"));
        return details(user, delayId).object("finalised").orElseThrow();
    }

    boolean isWaiting(RoomCaller user, String delayId) {
        return !details(user, delayId).has("finalised");
    }

    /** The text messages of the room, the newest first. */
    List<String> texts() {
        return alice.read("/rooms/{room}/messages?dir=b&limit=100", room)
                .array("chunk")
                .orElse(JsonArray.EMPTY)
                .objects()
                .flatMap(event -> event.object("content").stream())
                .flatMap(content -> content.string("body").stream())
                .toList();
    }

    void neverSays(String text) {
        assertThat(texts()).doesNotContain(text);
    }

    void becomesDue(String delayId) {
        assertThat(change("due_at = now()", delayId)).isOne();
    }

    long change(String sql, String delayId) {
        return Objects.requireNonNull(
                database.sql("update rooms.delayed_event set " + sql + " where delay_id = :id")
                        .bind("id", delayId)
                        .fetch()
                        .rowsUpdated()
                        .block());
    }
}
