package dev.ganglion.auth.keybackup;

import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonString;

import java.util.List;

/** Writes keys, ordered by room and session, piece by piece as one JSON object. Not thread-safe. */
final class RoomKeysJson {
    private static final int USUAL_KEY_CHARS = 900;

    private final boolean hasRooms;
    private boolean isBegun;
    private String room = "";

    private RoomKeysJson(boolean hasRooms) {
        this.hasRooms = hasRooms;
    }

    /** {@code {"rooms": {room: {"sessions": {session: key}}}}}. */
    static RoomKeysJson ofRooms() {
        return new RoomKeysJson(true);
    }

    /** {@code {"sessions": {session: key}}}, for keys of one room. */
    static RoomKeysJson ofRoom() {
        return new RoomKeysJson(false);
    }

    /** The next piece. */
    String next(List<RoomKey> keys, boolean isLast) {
        StringBuilder json = new StringBuilder(keys.size() * USUAL_KEY_CHARS + USUAL_KEY_CHARS);
        if (!isBegun) {
            json.append(hasRooms ? "{\"rooms\":{" : "{\"sessions\":{");
            isBegun = true;
        }
        keys.forEach(key -> write(key, json));
        if (isLast) {
            json.append(hasRooms && !room.isEmpty() ? "}}}}" : "}}");
        }
        return json.toString();
    }

    private void write(RoomKey key, StringBuilder json) {
        boolean isFirst = !key.roomId().equals(room);
        if (isFirst && hasRooms) {
            json.append(room.isEmpty() ? "" : "}},")
                    .append(quoted(key.roomId()))
                    .append(":{\"sessions\":{");
        }
        room = key.roomId();
        json.append(isFirst ? "" : ",").append(quoted(key.sessionId())).append(':');
        key.writeTo(json);
    }

    private static String quoted(String text) {
        return CanonicalJson.encodeToString(new JsonString(text));
    }
}
