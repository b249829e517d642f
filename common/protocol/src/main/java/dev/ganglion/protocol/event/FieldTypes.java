package dev.ganglion.protocol.event;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * The types of an event's fields, so that a field of the wrong type is never taken for an absent
 * one. Room versions, "Event format".
 */
final class FieldTypes {
    private static final Map<String, Class<? extends JsonValue>> TYPES =
            Map.of(
                    "type", JsonString.class,
                    "sender", JsonString.class,
                    "room_id", JsonString.class,
                    "state_key", JsonString.class,
                    "content", JsonObject.class,
                    "prev_events", JsonArray.class,
                    "auth_events", JsonArray.class,
                    "depth", JsonNumber.class,
                    "origin_server_ts", JsonNumber.class);

    private FieldTypes() {}

    static void check(JsonObject event) {
        TYPES.forEach((field, type) -> check(field, type, event.entries().get(field)));
    }

    private static void check(
            String field, Class<? extends JsonValue> type, @Nullable JsonValue value) {
        if (value != null && !type.isInstance(value)) {
            throw new IllegalArgumentException("The event's " + field + " has the wrong type");
        }
    }
}
