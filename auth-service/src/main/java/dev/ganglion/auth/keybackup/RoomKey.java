package dev.ganglion.auth.keybackup;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/**
 * A key in a backup, as the client made it.
 *
 * @param sessionData canonical JSON, encrypted inside
 */
record RoomKey(
        String roomId,
        String sessionId,
        boolean isVerified,
        long firstMessageIndex,
        long forwardedCount,
        String sessionData) {
    /** Real ones are smaller than 2,000; what is read in one page stays bounded. */
    private static final int MAX_DATA_CHARS = 32 * 1_024;

    private static final int MAX_ID_CHARS = 255;

    /** Of {@code KeyBackupData} as it was uploaded. */
    static RoomKey of(String roomId, String sessionId, JsonObject data) {
        if (sessionId.isEmpty() || sessionId.length() > MAX_ID_CHARS) {
            throw MatrixException.invalidParam("A session ID has 1 to 255 characters");
        }
        return new RoomKey(
                roomId,
                sessionId,
                required(data, "is_verified", data.bool("is_verified")),
                count(data, "first_message_index"),
                count(data, "forwarded_count"),
                sessionData(data));
    }

    /** Writes the {@code KeyBackupData}. */
    void writeTo(StringBuilder json) {
        json.append("{\"first_message_index\":")
                .append(firstMessageIndex)
                .append(",\"forwarded_count\":")
                .append(forwardedCount)
                .append(",\"is_verified\":")
                .append(isVerified)
                .append(",\"session_data\":")
                .append(sessionData)
                .append('}');
    }

    /** Without the key: encrypted or not, it is nobody's business. */
    @Override
    public String toString() {
        return "RoomKey[" + roomId + ", " + sessionId + "]";
    }

    private static String sessionData(JsonObject data) {
        JsonObject sessionData = required(data, "session_data", data.object("session_data"));
        String text = CanonicalJson.encodeToString(sessionData);
        if (text.length() > MAX_DATA_CHARS) {
            throw MatrixException.tooLarge("A session_data is too large");
        }
        return text;
    }

    private static long count(JsonObject data, String name) {
        long value = required(data, name, data.integer(name));
        if (value < 0) {
            throw MatrixException.invalidParam(name + " must not be negative");
        }
        return value;
    }

    static <T> T required(JsonObject object, String name, Optional<T> value) {
        return value.orElseThrow(
                () ->
                        object.has(name)
                                ? MatrixException.badJson(name + " has the wrong type")
                                : MatrixException.missingParam(name));
    }
}
