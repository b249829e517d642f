package dev.ganglion.sync.requiredstate;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.sync.requiredstate.Selection.Pattern;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code required_state} in both of its forms: pairs of type and state key, with {@code $ME}
 * and {@code $LAZY}, as clients send it, and the object of the final proposal.
 */
public final class RequiredStateReader {
    public static final int MAX_ENTRIES = 200;

    private static final int MAX_BYTES = 255;
    private static final String LAZY = "$LAZY";
    private static final String ME = "$ME";

    private final String me;

    public RequiredStateReader(UserId user) {
        this.me = user.value();
    }

    /** Refuses what is of another form, and too much of it. */
    public RequiredState read(Optional<JsonValue> value) {
        return switch (value.orElse(JsonArray.EMPTY)) {
            case JsonArray pairs -> ofPairs(pairs);
            case JsonObject object -> ofObject(object);
            default -> throw MatrixException.badJson("required_state must be an array");
        };
    }

    private RequiredState ofPairs(JsonArray pairs) {
        mustBeFew(pairs.size());
        Set<Selection> selections = new HashSet<>();
        boolean isLazy = false;
        for (JsonValue pair : pairs) {
            Pattern pattern = pattern(pair);
            if (pattern.stateKey().equals(LAZY) && pattern.type().equals(EventTypes.MEMBER)) {
                isLazy = true;
            } else {
                selections.add(new Selection(pattern, Set.of()));
            }
        }
        return new RequiredState(selections, isLazy);
    }

    private Pattern pattern(JsonValue pair) {
        if (pair instanceof JsonArray(var values)
                && values.size() == 2
                && values.get(0) instanceof JsonString(String type)
                && values.get(1) instanceof JsonString(String key)) {
            return new Pattern(checked(type), checked(key.equals(ME) ? me : key));
        }
        throw MatrixException.badJson("An entry of required_state is a type and a state key");
    }

    private RequiredState ofObject(JsonObject object) {
        JsonArray include = array(object, "include");
        JsonArray exclude = array(object, "exclude");
        mustBeFew(include.size() + exclude.size());
        Set<Pattern> excluded = new HashSet<>();
        exclude.forEach(element -> excluded.add(element(element)));
        Set<Selection> selections = new HashSet<>();
        include.forEach(element -> selections.add(new Selection(element(element), excluded)));
        return new RequiredState(selections, isLazy(object));
    }

    private static JsonArray array(JsonObject object, String key) {
        return switch (object.get(key).orElse(JsonArray.EMPTY)) {
            case JsonArray array -> array;
            default -> throw MatrixException.badJson(key + " must be an array");
        };
    }

    private static boolean isLazy(JsonObject object) {
        return switch (object.get("lazy_members").orElse(JsonBoolean.FALSE)) {
            case JsonBoolean isLazy -> isLazy.value();
            default -> throw MatrixException.badJson("lazy_members must be true or false");
        };
    }

    private Pattern element(JsonValue element) {
        if (element instanceof JsonObject object) {
            String key = text(object, "state_key");
            return new Pattern(text(object, "type"), key.equals(ME) ? me : key);
        }
        throw MatrixException.badJson("An element of required_state must be an object");
    }

    private static String text(JsonObject object, String key) {
        return switch (object.get(key).orElse(new JsonString(Pattern.ANY))) {
            case JsonString(String text) -> checked(text);
            default -> throw MatrixException.badJson(key + " must be a string");
        };
    }

    private static String checked(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw MatrixException.invalidParam(
                    "A type and a state key have at most " + MAX_BYTES + " bytes");
        }
        return text;
    }

    private static void mustBeFew(int entries) {
        if (entries > MAX_ENTRIES) {
            throw MatrixException.invalidParam(
                    "required_state has at most " + MAX_ENTRIES + " entries");
        }
    }
}
