package dev.ganglion.room.directory;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.service.web.PageLimit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody looks for in the directory.
 *
 * @param searchTerm in lower case; empty for everything
 * @param roomTypes the types of rooms, empty for any; {@code null} in the filter's list is {@code
 *     isUntypedWanted}
 */
record DirectoryQuery(
        Networks networks,
        DirectoryPlace place,
        int limit,
        String searchTerm,
        Optional<List<String>> roomTypes,
        boolean isUntypedWanted) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    static DirectoryQuery of(
            Networks networks,
            Optional<Integer> limit,
            Optional<String> since,
            Optional<JsonObject> filter) {
        JsonObject wanted = filter.orElse(JsonObject.EMPTY);
        Optional<JsonArray> types =
                wanted.get("room_types").filter(DirectoryQuery::isGiven).map(DirectoryQuery::array);
        return new DirectoryQuery(
                networks,
                since.map(DirectoryPlace::parse).orElse(DirectoryPlace.BEGINNING),
                PageLimit.of(limit, 1, DEFAULT_LIMIT, MAX_LIMIT),
                wanted.get("generic_search_term")
                        .filter(DirectoryQuery::isGiven)
                        .map(DirectoryQuery::string)
                        .map(term -> term.toLowerCase(Locale.ROOT))
                        .orElse(""),
                types.map(array -> array.strings().toList()),
                types.map(array -> array.values().contains(JsonNull.NULL)).orElse(false));
    }

    /** Clients send null for what they leave open. */
    private static boolean isGiven(JsonValue value) {
        return value != JsonNull.NULL;
    }

    private static String string(JsonValue value) {
        if (value instanceof JsonString(String text)) {
            return text;
        }
        throw MatrixException.badJson("generic_search_term must be a string");
    }

    private static JsonArray array(JsonValue value) {
        if (value instanceof JsonArray array
                && array.values().stream()
                        .allMatch(type -> type instanceof JsonString || type == JsonNull.NULL)) {
            return array;
        }
        throw MatrixException.badJson("room_types must be a list of strings or null");
    }
}
