package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.escaped;
import static dev.ganglion.testing.client.Paths.v3;

import static org.awaitility.Awaitility.await;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import java.util.stream.Stream;

/**
 * A room with delayed events (MSC4140), and somebody who schedules them, whom no other test meets.
 */
final class DelayedEvents {
    static final String UNSTABLE = "/_matrix/client/unstable/org.matrix.msc4140";
    static final String LIST = UNSTABLE + "/delayed_events";
    static final String DELAY = "?org.matrix.msc4140.delay=";
    static final long SOON = 50;
    static final long LATER = 3_600_000;

    private final MatrixSession dora;
    private final RoomId room;

    private DelayedEvents(MatrixSession dora, RoomId room) {
        this.dora = dora;
        this.room = room;
    }

    static DelayedEvents at(Homeserver server) {
        MatrixSession dora = server.stranger();
        return new DelayedEvents(dora, dora.createRoom(JsonObject.of("preset", "public_chat")));
    }

    MatrixSession dora() {
        return dora;
    }

    RoomId room() {
        return room;
    }

    /** The ID of a message that waits. */
    String waiting() {
        return delayId(message(LATER, unique("txn")));
    }

    JsonObject message(long delay, String txnId) {
        return message(delay, txnId, json("{\"msgtype\": \"m.text\", \"body\": \"later\"}"));
    }

    JsonObject message(long delay, String txnId, JsonObject content) {
        return dora.call("PUT", path("send", "m.room.message", txnId) + DELAY + delay, content);
    }

    /** State that says "later" as a topic would. */
    JsonObject state(long delay, String... typeAndKey) {
        String path = path(Stream.concat(Stream.of("state"), Stream.of(typeAndKey)).toArray());
        return dora.call("PUT", path + DELAY + delay, JsonObject.of("topic", "later"));
    }

    /** By the endpoint of their own. */
    JsonObject schedule(String type, String body) {
        String path = "/rooms/" + escaped(room) + "/delayed_event/" + type + "/" + unique("txn");
        return dora.callWith("PUT", UNSTABLE + path, body);
    }

    String path(Object... segments) {
        return v3(Stream.concat(Stream.of("rooms", room), Stream.of(segments)).toArray());
    }

    JsonObject details(String id) {
        return dora.get(LIST + "/" + id);
    }

    JsonObject awaitOver(String id) {
        return await().until(() -> details(id), one -> one.has("finalised"));
    }

    /** The event that was sent. */
    JsonObject event(String id) {
        String event =
                details(id).object("finalised").orElseThrow().string("event_id").orElseThrow();
        return dora.get(path("event", event));
    }

    /** What the list says of one that is over. */
    JsonObject finalised(String id) {
        return dora.get(LIST + "?status=finalised&delay_id=" + id)
                .array("finalised")
                .orElseThrow()
                .objects()
                .findFirst()
                .orElseThrow();
    }

    static String delayId(JsonObject answer) {
        return answer.string("delay_id").orElseThrow();
    }
}
