package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.accounts.Confirmation.confirmed;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;
import dev.ganglion.testing.client.SyncAnswer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * {@code account_deactivation.yaml}, {@code erase}: Alice talks while Bob is there, ends her
 * account, and Carol comes later. Whatever Alice says has the word in it.
 */
@ExtendWith(Stage.class)
class ErasureAcceptanceTest {
    private static final String DEACTIVATE = v3("account", "deactivate");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String word = "w" + UUID.randomUUID().toString().substring(0, 8);
    private final MatrixSession alice;
    private final MatrixSession bob;
    private final MatrixSession carol;
    private final RoomId room;
    private final EventId root;

    ErasureAcceptanceTest(Homeserver server) {
        this.alice = server.stranger();
        this.bob = server.stranger();
        this.carol = server.stranger();
        alice.call(
                "PUT",
                v3("profile", alice.userId().value(), "displayname"),
                JsonObject.of("displayname", word));
        this.room =
                alice.createRoom(
                        Json.parseObject(
                                "{\"preset\":\"public_chat\",\"name\":\"%s\"}".formatted(word)));
        bob.join(room);
        this.root = alice.send(room, word);
        alice.send(
                room,
                "m.room.message",
                "thread",
                Json.parseObject(
                        "{\"msgtype\":\"m.text\",\"body\":\"%s\",\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":\"%s\"}}"
                                .formatted(word, root)));
    }

    @Test
    void a18WhoComesLaterIsToldNothingOfWhatAnErasedUserSaid() {
        found(bob);
        String bobBefore = bob.sync().nextBatch();
        String carolBefore = carol.sync().nextBatch();

        confirmed(alice, "POST", DEACTIVATE, JsonObject.EMPTY.with("erase", JsonBoolean.of(true)));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                refused(
                                        404,
                                        "M_NOT_FOUND",
                                        () -> bob.get(v3("profile", alice.userId().value()))));
        carol.join(room);

        SyncAnswer news = carol.sync(carolBefore, PATIENCE);
        assertThat(news.joined(room).orElseThrow().toString()).doesNotContain(word);
        assertThat(rootIn(news).object("content")).contains(JsonObject.EMPTY);
        pagesBack(news);
        everyWay(carol).forEach(answer -> assertThat(answer).isNotEmpty().doesNotContain(word));
        everyWay(bob).forEach(answer -> assertThat(answer).contains(word));
        assertThat(search(carol)).contains("\"count\":0").doesNotContain(word);
        assertThat(search(bob)).contains(root.value());
        assertThat(bob.sync(bobBefore, PATIENCE).timeline(room)).isNotEmpty();
    }

    private void pagesBack(SyncAnswer news) {
        String before =
                news.joined(room)
                        .flatMap(joined -> joined.object("timeline"))
                        .flatMap(timeline -> timeline.string("prev_batch"))
                        .orElseThrow();
        assertThat(carol.messages(room, "b", Optional.of(before), 100).toString())
                .doesNotContain(word);
    }

    private JsonObject rootIn(SyncAnswer answer) {
        return answer.timeline(room).stream()
                .filter(event -> event.string("event_id").equals(Optional.of(root.value())))
                .findFirst()
                .orElseThrow();
    }

    private Stream<String> everyWay(MatrixSession reader) {
        String id = room.value();
        String v1 = "/_matrix/client/v1/rooms/";
        return Stream.of(
                        reader.sync().joined(room).orElseThrow(),
                        reader.messages(room, "b", Optional.empty(), 100),
                        reader.get(v3("rooms", id, "context", root.value())),
                        reader.get(v3("rooms", id, "event", root.value())),
                        reader.get(v3("rooms", id, "members")),
                        reader.get(v1 + id + "/relations/" + root.value()),
                        reader.get(v1 + id + "/threads"),
                        reader.get(v1 + id + "/hierarchy"))
                .map(JsonObject::toString);
    }

    private String search(MatrixSession reader) {
        return reader.callForText(
                "POST",
                v3("search"),
                Json.parseObject(
                        "{\"search_categories\":{\"room_events\":{\"search_term\":\"%s\"}}}"
                                .formatted(word)));
    }

    /** Searching lags a little behind. */
    private void found(MatrixSession reader) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(search(reader)).contains(root.value()));
    }
}
