package dev.ganglion.protocol.json;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** A list of values. */
public record JsonArray(List<JsonValue> values) implements JsonValue, Iterable<JsonValue> {
    public static final JsonArray EMPTY = new JsonArray(List.of());

    public JsonArray {
        values = List.copyOf(values);
    }

    /** An array of strings. */
    public static JsonArray ofStrings(Iterable<String> strings) {
        List<JsonValue> values = new ArrayList<>();
        strings.forEach(string -> values.add(new JsonString(string)));
        return new JsonArray(values);
    }

    /** The strings among the values, in order. */
    public Stream<String> strings() {
        return values.stream()
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value());
    }

    /** The objects among the values, in order. */
    public Stream<JsonObject> objects() {
        return values.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
    }

    public int size() {
        return values.size();
    }

    @Override
    public Iterator<JsonValue> iterator() {
        return values.iterator();
    }
}
