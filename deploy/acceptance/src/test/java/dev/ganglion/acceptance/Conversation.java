package dev.ganglion.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;
import dev.ganglion.testing.client.SyncAnswer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Two people do what people do in a chat, and each sees what the other did. */
final class Conversation {
    private static final byte[] IMAGE =
            "GIF89a and what follows".getBytes(StandardCharsets.US_ASCII);

    private final Side alice;
    private final Side bob;

    Conversation(MatrixSession alice, MatrixSession bob) {
        this.alice = new Side(alice);
        this.bob = new Side(bob);
    }

    void takePlace() {
        RoomId room = meet();
        EventId hello = alice.session.send(room, "Hello");
        assertThat(body(bob.sees(room, hello))).isEqualTo("Hello");
        EventId answer = bob.session.send(room, "Hello to you");
        assertThat(body(alice.sees(room, answer))).isEqualTo("Hello to you");
        relate(room, hello);
        redact(room, hello);
        notice(room, answer);
        exchangeImage(room);
        assertThat(alice.eventsOf(room)).endsWith(bob.eventsOf(room).toArray(String[]::new));
    }

    /** Alice writes so many messages; answers how long Bob took to see each. */
    List<Duration> exchangeMessages(int count) {
        RoomId room = meet();
        List<Duration> waits = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Instant begin = Instant.now();
            bob.sees(room, alice.session.send(room, "message " + number));
            waits.add(Duration.between(begin, Instant.now()));
        }
        return waits;
    }

    private RoomId meet() {
        RoomId room = alice.session.createRoom("Tea");
        alice.session.invite(room, bob.session.userId());
        bob.until(sync -> sync.invited(room).isPresent());
        bob.session.join(room);
        bob.until(sync -> sync.joined(room).isPresent());
        return room;
    }

    private void relate(RoomId room, EventId hello) {
        EventId edit =
                alice.session.send(
                        room,
                        "m.room.message",
                        "edit",
                        Json.parseObject(
                                """
                                {"msgtype": "m.text", "body": "* Hello Bob",
                                 "m.new_content": {"msgtype": "m.text", "body": "Hello Bob"},
                                 "m.relates_to": {"rel_type": "m.replace", "event_id": "%s"}}
                                """
                                        .formatted(hello)));
        assertThat(related(bob.sees(room, edit))).isEqualTo(hello.value());
        EventId reaction =
                bob.session.send(
                        room,
                        "m.reaction",
                        "reaction",
                        Json.parseObject(
                                """
                                {"m.relates_to": {"rel_type": "m.annotation", "event_id": "%s", "key": "👋"}}
                                """
                                        .formatted(hello)));
        assertThat(related(alice.sees(room, reaction))).isEqualTo(hello.value());
        EventId reply =
                bob.session.send(
                        room,
                        "m.room.message",
                        "reply",
                        Json.parseObject(
                                """
                                {"msgtype": "m.text", "body": "Tea?",
                                 "m.relates_to": {"m.in_reply_to": {"event_id": "%s"}}}
                                """
                                        .formatted(hello)));
        assertThat(body(alice.sees(room, reply))).isEqualTo("Tea?");
    }

    private void redact(RoomId room, EventId hello) {
        EventId redaction = alice.session.redact(room, hello);
        bob.sees(room, redaction);
        JsonObject redacted =
                bob.session.get("/_matrix/client/v3/rooms/%s/event/%s".formatted(room, hello));
        assertThat(redacted.object("content")).contains(JsonObject.EMPTY);
    }

    private void notice(RoomId room, EventId read) {
        alice.session.setTyping(room, true);
        bob.until(
                sync -> mentions(sync.ephemeral(room), "m.typing", alice.session.userId().value()));
        bob.session.markRead(room, read);
        alice.until(sync -> mentions(sync.ephemeral(room), "m.receipt", read.value()));
    }

    private void exchangeImage(RoomId room) {
        MxcUri image = alice.session.upload(IMAGE, "image/gif");
        EventId event =
                alice.session.send(
                        room,
                        "m.room.message",
                        "image",
                        Json.parseObject(
                                """
                                {"msgtype": "m.image", "body": "tea.gif", "url": "%s"}
                                """
                                        .formatted(image)));
        JsonObject seen = bob.sees(room, event);
        MxcUri url = MxcUri.parse(content(seen).string("url").orElseThrow());
        assertThat(bob.session.download(url)).isEqualTo(IMAGE);
        alice.sees(room, event);
    }

    private static boolean mentions(List<JsonObject> events, String type, String what) {
        return events.stream()
                .filter(event -> event.string("type").equals(Optional.of(type)))
                .anyMatch(event -> event.toString().contains(what));
    }

    private static JsonObject content(JsonObject event) {
        return event.object("content").orElseThrow();
    }

    private static String body(JsonObject event) {
        return content(event).string("body").orElseThrow();
    }

    private static String related(JsonObject event) {
        return content(event)
                .object("m.relates_to")
                .flatMap(relation -> relation.string("event_id"))
                .orElseThrow();
    }

    /** One of the two, with all that the server has told so far. */
    private static final class Side {
        private final MatrixSession session;
        private final List<SyncAnswer> answers = new ArrayList<>();

        Side(MatrixSession session) {
            this.session = session;
            answers.add(session.sync());
        }

        /** Syncs until an answer is as wanted. */
        void until(Predicate<SyncAnswer> wanted) {
            await().until(
                            () -> {
                                answers.add(
                                        session.sync(
                                                answers.getLast().nextBatch(),
                                                Duration.ofSeconds(1)));
                                return answers.stream().anyMatch(wanted);
                            });
        }

        JsonObject sees(RoomId room, EventId event) {
            until(sync -> find(sync, room, event).isPresent());
            return answers.stream()
                    .flatMap(sync -> find(sync, room, event).stream())
                    .findFirst()
                    .orElseThrow();
        }

        /** The messages that came, in their order. */
        List<String> eventsOf(RoomId room) {
            return answers.stream()
                    .flatMap(sync -> sync.timeline(room).stream())
                    .filter(event -> event.get("state_key").isEmpty())
                    .map(event -> event.string("event_id").orElseThrow())
                    .toList();
        }

        private static Optional<JsonObject> find(SyncAnswer sync, RoomId room, EventId event) {
            return sync.timeline(room).stream()
                    .filter(seen -> seen.string("event_id").equals(Optional.of(event.value())))
                    .findFirst();
        }
    }
}
