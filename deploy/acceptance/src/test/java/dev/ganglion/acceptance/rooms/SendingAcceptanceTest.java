package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.eventId;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.relate;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.stream.IntStream;

/** {@code room_send.yaml} and {@code redaction.yaml}. */
@ExtendWith(Stage.class)
class SendingAcceptanceTest {
    private static final JsonObject HELLO =
            json(
                    """
                    {"msgtype": "m.text", "body": "Hello", "org.example.extra": {"mood": "fine"}}
                    """);

    private final Homeserver server;
    private final Party party;

    SendingAcceptanceTest(Homeserver server) {
        this.server = server;
        this.party = Party.at(server);
    }

    @Test
    void aMessageArrivesAsItWasSent() {
        RoomId room = party.sharedRoom();

        EventId event = party.alice().send(room, "m.room.message", unique("txn"), HELLO);

        JsonObject seen = event(party.bob(), room, event);
        assertThat(seen.object("content")).contains(HELLO);
        assertThat(seen.string("sender")).contains(party.alice().userId().value());
    }

    @Test
    @DisplayName("R11: the same transaction 50 times at once is one event for each device")
    void r11TheSameTransactionFiftyTimesAtOnceIsOneEventForEachDevice() {
        RoomId room = party.publicRoom();
        MatrixSession second = server.anotherDeviceOf("alice");
        String txnId = unique("txn");

        assertThat(sendFiftyTimes(party.alice(), room, txnId)).isOne();
        assertThat(sendFiftyTimes(second, room, txnId)).isOne();

        assertThat(party.alice().send(room, "m.room.message", txnId, HELLO))
                .isNotEqualTo(second.send(room, "m.room.message", txnId, HELLO));
    }

    @Test
    void anEventThatCannotBeIsRefused() {
        RoomId room = party.publicRoom();
        JsonObject tooLarge = JsonObject.of("body", "x".repeat(70_000));

        refused(413, "M_TOO_LARGE", () -> send(party.alice(), room, tooLarge));
        refused(400, "M_BAD_JSON", () -> sendText(room, "{\"body\": 1.5}"));
        refused(400, "M_NOT_JSON", () -> sendText(room, "{\"body\": "));
    }

    @Test
    void theSameAnnotationTwiceIsADuplicate() {
        RoomId room = party.sharedRoom();
        EventId message = party.alice().send(room, "Hello");
        relate(party.bob(), room, "m.reaction", "m.annotation", message);

        refused(
                400,
                "M_DUPLICATE_ANNOTATION",
                () -> relate(party.bob(), room, "m.reaction", "m.annotation", message));
        relate(party.alice(), room, "m.reaction", "m.annotation", message);
    }

    @Test
    void whoIsNotInTheRoomIsForbidden() {
        refused(403, "M_FORBIDDEN", () -> send(party.bob(), party.publicRoom(), HELLO));
    }

    @Test
    void aMessageIsRedactedWithAReasonAndOnlyOnce() {
        RoomId room = party.sharedRoom();
        EventId message = party.bob().send(room, "Hello");
        String path = v3("rooms", room, "redact", message, unique("txn"));
        JsonObject request = JsonObject.of("reason", "too loud");

        EventId redaction = eventId(party.alice().call("PUT", path, request));

        assertThat(eventId(party.alice().call("PUT", path, request))).isEqualTo(redaction);
        JsonObject seen = event(party.bob(), room, message);
        assertThat(seen.object("content")).contains(JsonObject.EMPTY);
        assertThat(because(seen).string("event_id")).contains(redaction.value());
        assertThat(because(seen).object("content").orElseThrow().string("reason"))
                .contains("too loud");
    }

    @Test
    void whoMayNotRedactsNothing() {
        RoomId room = party.sharedRoom();
        EventId message = party.alice().send(room, "Hello");

        refused(403, "M_FORBIDDEN", () -> party.bob().redact(room, message));
        refused(403, "M_FORBIDDEN", () -> party.mallory().redact(room, message));
        assertThat(event(party.bob(), room, message).object("content")).isPresent();
    }

    private static long sendFiftyTimes(MatrixSession device, RoomId room, String txnId) {
        return IntStream.range(0, 50)
                .parallel()
                .mapToObj(_ -> device.send(room, "m.room.message", txnId, HELLO))
                .distinct()
                .count();
    }

    private static void send(MatrixSession who, RoomId room, JsonObject content) {
        who.send(room, "m.room.message", unique("txn"), content);
    }

    private void sendText(RoomId room, String body) {
        String path = v3("rooms", room, "send", "m.room.message", unique("txn"));
        party.alice().callWith("PUT", path, body);
    }

    private static JsonObject event(MatrixSession reader, RoomId room, EventId event) {
        return reader.get(v3("rooms", room, "event", event));
    }

    private static JsonObject because(JsonObject redacted) {
        return redacted.object("unsigned")
                .flatMap(some -> some.object("redacted_because"))
                .orElseThrow();
    }
}
