package dev.ganglion.protocol.json;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An object: its keys are unique and their order means nothing. Readers answer empty when a key has
 * another type.
 */
public final class JsonObject implements JsonValue {
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<String, JsonValue> members;

    private JsonObject(Map<String, JsonValue> members) {
        this.members = members;
    }

    /** An object of these members, copied. */
    public static JsonObject of(Map<String, ? extends JsonValue> members) {
        return new JsonObject(Collections.unmodifiableMap(new HashMap<>(members)));
    }

    /** Takes the map over; nobody else may change it. */
    static JsonObject owning(Map<String, JsonValue> members) {
        return new JsonObject(Collections.unmodifiableMap(members));
    }

    /** An object of one string. */
    public static JsonObject of(String key, String value) {
        return new JsonObject(Map.of(key, new JsonString(value)));
    }

    public static Builder builder() {
        return new Builder(new HashMap<>());
    }

    /** A builder that starts with what this object holds. */
    public Builder toBuilder() {
        return new Builder(new HashMap<>(members));
    }

    public Map<String, JsonValue> entries() {
        return members;
    }

    public Set<String> keys() {
        return members.keySet();
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public boolean has(String key) {
        return members.containsKey(key);
    }

    public Optional<JsonValue> get(String key) {
        return Optional.ofNullable(members.get(key));
    }

    public Optional<String> string(String key) {
        return typed(key, JsonString.class, JsonString::value);
    }

    public Optional<Long> integer(String key) {
        return typed(key, JsonNumber.class, JsonNumber::value);
    }

    public Optional<Boolean> bool(String key) {
        return typed(key, JsonBoolean.class, JsonBoolean::value);
    }

    public Optional<JsonObject> object(String key) {
        return typed(key, JsonObject.class, Function.identity());
    }

    public Optional<JsonArray> array(String key) {
        return typed(key, JsonArray.class, Function.identity());
    }

    /** This object with one more member, or another value for that key. */
    public JsonObject with(String key, JsonValue value) {
        Map<String, JsonValue> more = new HashMap<>(members);
        more.put(key, value);
        return owning(more);
    }

    /** This object without these keys. */
    public JsonObject without(String... keys) {
        Map<String, JsonValue> rest = new HashMap<>(members);
        rest.keySet().removeAll(Arrays.asList(keys));
        return owning(rest);
    }

    /** This object with no other keys than these. */
    public JsonObject keeping(Collection<String> keys) {
        // However many there are to leave out: what is redacted may be as large as an event can be.
        Map<String, JsonValue> kept = new HashMap<>();
        for (String key : keys) {
            get(key).ifPresent(value -> kept.put(key, value));
        }
        return owning(kept);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject object && members.equals(object.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /** The canonical encoding. */
    @Override
    public String toString() {
        return CanonicalJson.encodeToString(this);
    }

    private <V extends JsonValue, T> Optional<T> typed(
            String key, Class<V> type, Function<V, T> read) {
        JsonValue value = members.get(key);
        return type.isInstance(value)
                ? Optional.of(read.apply(type.cast(value)))
                : Optional.empty();
    }

    /** Collects members; a key put twice keeps the later value. */
    public static final class Builder {
        private final Map<String, JsonValue> members;

        private Builder(Map<String, JsonValue> members) {
            this.members = members;
        }

        public Builder put(String key, JsonValue value) {
            members.put(key, value);
            return this;
        }

        public Builder put(String key, String value) {
            return put(key, new JsonString(value));
        }

        public Builder put(String key, long value) {
            return put(key, new JsonNumber(value));
        }

        public Builder put(String key, boolean value) {
            return put(key, JsonBoolean.of(value));
        }

        /** Puts the string if there is one. */
        public Builder putIfPresent(String key, Optional<String> value) {
            value.ifPresent(present -> put(key, present));
            return this;
        }

        public JsonObject build() {
            return JsonObject.of(members);
        }
    }
}
