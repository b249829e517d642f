package dev.ganglion.testing.client;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.List;
import java.util.Optional;

/** The answer of {@code /sync}, read as tests need it. */
public record SyncAnswer(JsonObject json) {
    /** The token for the next call. */
    public String nextBatch() {
        return json.string("next_batch").orElseThrow();
    }

    /** The rooms that the user is in and that have news. */
    public List<RoomId> joinedRooms() {
        return json.object("rooms")
                .flatMap(rooms -> rooms.object("join"))
                .map(rooms -> rooms.entries().keySet().stream().map(RoomId::parse).toList())
                .orElse(List.of());
    }

    /** The room, if the user is in it and it has news. */
    public Optional<JsonObject> joined(RoomId room) {
        return room("join", room);
    }

    /** The room, if the user is invited and has not heard so before. */
    public Optional<JsonObject> invited(RoomId room) {
        return room("invite", room);
    }

    /** The room, if the user has left it since. */
    public Optional<JsonObject> left(RoomId room) {
        return room("leave", room);
    }

    /** The timeline's events of a joined room, oldest first. */
    public List<JsonObject> timeline(RoomId room) {
        return events(joined(room), "timeline");
    }

    /** The state section of a joined room. */
    public List<JsonObject> state(RoomId room) {
        return events(joined(room), "state");
    }

    /** Typing notifications and receipts of a joined room. */
    public List<JsonObject> ephemeral(RoomId room) {
        return events(joined(room), "ephemeral");
    }

    private Optional<JsonObject> room(String section, RoomId room) {
        return json.object("rooms")
                .flatMap(rooms -> rooms.object(section))
                .flatMap(some -> some.object(room.value()));
    }

    private static List<JsonObject> events(Optional<JsonObject> room, String part) {
        return room.flatMap(some -> some.object(part))
                .flatMap(some -> some.array("events"))
                .map(JsonArray::objects)
                .map(events -> events.toList())
                .orElse(List.of());
    }
}
