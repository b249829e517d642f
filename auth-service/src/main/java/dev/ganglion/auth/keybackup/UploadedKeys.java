package dev.ganglion.auth.keybackup;

import static dev.ganglion.auth.keybackup.RoomKey.required;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads what clients upload: whole or not at all. */
final class UploadedKeys {
    private UploadedKeys() {}

    static List<RoomKey> ofRooms(JsonObject body) {
        JsonObject rooms = required(body, "rooms", body.object("rooms"));
        return rooms.entries().entrySet().stream()
                .flatMap(room -> sessions(RoomId.parse(room.getKey()), object(room)))
                .toList();
    }

    static List<RoomKey> ofRoom(RoomId room, JsonObject body) {
        return sessions(room, body).toList();
    }

    private static Stream<RoomKey> sessions(RoomId room, JsonObject body) {
        JsonObject sessions = required(body, "sessions", body.object("sessions"));
        return sessions.entries().entrySet().stream()
                .map(session -> RoomKey.of(room.value(), session.getKey(), object(session)));
    }

    private static JsonObject object(Map.Entry<String, JsonValue> entry) {
        if (entry.getValue() instanceof JsonObject object) {
            return object;
        }
        throw MatrixException.badJson("Keys are objects");
    }
}
