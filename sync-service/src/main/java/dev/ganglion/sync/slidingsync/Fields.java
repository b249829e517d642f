package dev.ganglion.sync.slidingsync;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads members of a request: what is absent or null is empty, what is of another type refused. */
record Fields(JsonObject json) {
    private static final int MAX_STRINGS = 1_000;

    Optional<JsonValue> value(String key) {
        return json.get(key).filter(value -> !(value instanceof JsonNull));
    }

    Optional<String> string(String key) {
        return value(key)
                .map(
                        value -> {
                            if (value instanceof JsonString(String text)) {
                                return text;
                            }
                            throw MatrixException.badJson(key + " must be a string");
                        });
    }

    /** At least 0. */
    Optional<Long> count(String key) {
        return value(key).map(value -> count(key, value));
    }

    static long count(String key, JsonValue value) {
        if (value instanceof JsonNumber(long number) && number >= 0) {
            return number;
        }
        throw MatrixException.badJson(key + " must be a number of at least 0");
    }

    Optional<Boolean> bool(String key) {
        return value(key)
                .map(
                        value -> {
                            if (value instanceof JsonBoolean is) {
                                return is.value();
                            }
                            throw MatrixException.badJson(key + " must be true or false");
                        });
    }

    /** Without the member: one without members. */
    Fields object(String key) {
        return value(key).map(value -> object(key, value)).orElse(new Fields(JsonObject.EMPTY));
    }

    static Fields object(String key, JsonValue value) {
        if (value instanceof JsonObject object) {
            return new Fields(object);
        }
        throw MatrixException.badJson(key + " must be an object");
    }

    Optional<JsonArray> array(String key) {
        return value(key).map(value -> array(key, value));
    }

    static JsonArray array(String key, JsonValue value) {
        if (value instanceof JsonArray array) {
            return array;
        }
        throw MatrixException.badJson(key + " must be an array");
    }

    Optional<Set<String>> strings(String key) {
        return optionalStrings(key)
                .map(
                        found -> {
                            Set<String> strings = new HashSet<>();
                            found.forEach(
                                    each -> strings.add(each.orElseThrow(() -> notStrings(key))));
                            return strings;
                        });
    }

    /** Where null stands for something of its own. */
    Optional<Set<Optional<String>>> optionalStrings(String key) {
        return array(key)
                .map(
                        array -> {
                            if (array.size() > MAX_STRINGS) {
                                throw MatrixException.invalidParam(
                                        key + " has at most " + MAX_STRINGS + " elements");
                            }
                            Set<Optional<String>> strings = new HashSet<>();
                            array.forEach(element -> strings.add(text(key, element)));
                            return strings;
                        });
    }

    private static Optional<String> text(String key, JsonValue element) {
        return switch (element) {
            case JsonString(String text) -> Optional.of(text);
            case JsonNull _ -> Optional.empty();
            default -> throw notStrings(key);
        };
    }

    private static MatrixException notStrings(String key) {
        return MatrixException.badJson(key + " must be an array of strings");
    }
}
