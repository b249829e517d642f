package dev.ganglion.service.web;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a {@link JsonValue} out of the middle of a larger document. Duplicate keys and depth are
 * the parser's to refuse; the alphabet of canonical JSON is kept here.
 */
final class JsonValues {
    private static final String NOT_CANONICAL =
            "Numbers must be integers within ±(2^53 - 1), without fraction or exponent";

    private JsonValues() {}

    static JsonValue read(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new JsonString(parser.getString());
            case VALUE_NUMBER_INT -> number(parser.getString());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            case null, default -> throw MatrixException.badJson(NOT_CANONICAL);
        };
    }

    private static JsonObject object(JsonParser parser) {
        Map<String, JsonValue> members = new HashMap<>();
        String key;
        while ((key = parser.nextName()) != null) {
            parser.nextToken();
            members.put(key, read(parser));
        }
        return JsonObject.of(members);
    }

    private static JsonArray array(JsonParser parser) {
        List<JsonValue> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(read(parser));
        }
        return new JsonArray(values);
    }

    private static JsonNumber number(String digits) {
        try {
            if (!digits.equals("-0")) {
                return new JsonNumber(Long.parseLong(digits));
            }
        } catch (IllegalArgumentException _) {
            // Refused below, like a signed zero.
        }
        throw MatrixException.badJson(NOT_CANONICAL);
    }
}
