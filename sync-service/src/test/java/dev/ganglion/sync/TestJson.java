package dev.ganglion.sync;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.jspecify.annotations.Nullable;

/** Reads responses strictly: what is not canonical JSON in them is a mistake of ours. */
public final class TestJson {
    private TestJson() {}

    public static JsonObject parse(byte @Nullable [] body) {
        return body == null ? JsonObject.EMPTY : Json.parseObject(body);
    }

    /** The object at the end of a path of keys; empty where there is none. */
    public static JsonObject at(JsonObject object, String... path) {
        JsonObject found = object;
        for (String key : path) {
            found = found.object(key).orElse(JsonObject.EMPTY);
        }
        return found;
    }
}
