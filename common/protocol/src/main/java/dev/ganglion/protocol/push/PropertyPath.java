package dev.ganglion.protocol.push;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a property stands in an event. Appendices, "Dot-separated property paths".
 *
 * @param names from the outermost object to the property
 */
public record PropertyPath(List<String> names) {
    static final PropertyPath BODY = parse("content.body");
    static final PropertyPath ROOM_ID = parse("room_id");
    static final PropertyPath SENDER = parse("sender");

    public PropertyPath {
        names = List.copyOf(names);
    }

    /**
     * Dots part the names; a backslash before a dot or a backslash makes it a part of the name, any
     * other backslash is one.
     */
    public static PropertyPath parse(String text) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '.') {
                names.add(name.toString());
                name.setLength(0);
            } else if (unit == '\\' && i + 1 < text.length() && isEscaped(text.charAt(i + 1))) {
                name.append(text.charAt(++i));
            } else {
                name.append(unit);
            }
        }
        names.add(name.toString());
        return new PropertyPath(names);
    }

    /** The value there; empty when there is none. */
    public Optional<JsonValue> in(JsonObject event) {
        JsonValue value = event;
        for (String name : names) {
            if (!(value instanceof JsonObject object) || !object.has(name)) {
                return Optional.empty();
            }
            value = object.entries().get(name);
        }
        return Optional.ofNullable(value);
    }

    private static boolean isEscaped(char unit) {
        return unit == '.' || unit == '\\';
    }
}
