package dev.ganglion.protocol.e2ee;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads members that have to be there and of one type; {@code M_BAD_JSON} otherwise. */
final class Member {
    private Member() {}

    static String string(JsonObject object, String key) {
        return object.string(key).orElseThrow(() -> wrong(key, "a string"));
    }

    static JsonObject object(JsonObject object, String key) {
        return object.object(key).orElseThrow(() -> wrong(key, "an object"));
    }

    /** A list of nothing but strings. */
    static List<String> strings(JsonObject object, String key) {
        JsonArray array = object.array(key).orElseThrow(() -> wrong(key, "a list"));
        List<String> strings = array.strings().toList();
        if (strings.size() != array.size()) {
            throw wrong(key, "a list of strings");
        }
        return strings;
    }

    /** An object of nothing but strings. */
    static Map<String, String> stringsByName(JsonObject object, String what) {
        Map<String, String> strings = new TreeMap<>();
        for (Map.Entry<String, JsonValue> entry : object.entries().entrySet()) {
            if (!(entry.getValue() instanceof JsonString(String value))) {
                throw wrong(what, "an object of strings");
            }
            strings.put(entry.getKey(), value);
        }
        return strings;
    }

    static void requireAtMost(int bytes, JsonValue value, String what) {
        if (CanonicalJson.encode(value).length > bytes) {
            throw MatrixException.tooLarge(what + " has at most " + bytes + " bytes");
        }
    }

    private static MatrixException wrong(String key, String type) {
        return MatrixException.badJson("\"" + key + "\" has to be " + type);
    }
}
