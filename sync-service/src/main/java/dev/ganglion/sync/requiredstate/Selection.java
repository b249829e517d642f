package dev.ganglion.sync.requiredstate;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.util.Set;
import java.util.stream.Collectors;

/** State that a pattern chooses, without what others take out again. */
public record Selection(Pattern chosen, Set<Pattern> excluded) {
    /** Copies the set. */
    public Selection {
        excluded = Set.copyOf(excluded);
    }

    /**
     * State of a type and key.
     *
     * @param type {@code *} for any
     * @param stateKey {@code *} for any
     */
    public record Pattern(String type, String stateKey) {
        /** Stands for anything. */
        public static final String ANY = "*";

        public boolean matches(String type, String stateKey) {
            return covers(this.type, type) && covers(this.stateKey, stateKey);
        }

        private static boolean covers(String pattern, String text) {
            return pattern.equals(ANY) || pattern.equals(text);
        }

        private JsonObject encode() {
            return JsonObject.builder().put("type", type).put("key", stateKey).build();
        }

        private static Pattern decode(JsonObject json) {
            return new Pattern(json.string("type").orElse(ANY), json.string("key").orElse(ANY));
        }
    }

    public boolean isOfAnyType() {
        return chosen.type().equals(Pattern.ANY);
    }

    public boolean isOfAnyKey() {
        return chosen.stateKey().equals(Pattern.ANY);
    }

    boolean matches(String type, String stateKey) {
        return chosen.matches(type, stateKey)
                && excluded.stream().noneMatch(pattern -> pattern.matches(type, stateKey));
    }

    JsonObject encode() {
        return chosen.encode()
                .with(
                        "not",
                        new JsonArray(excluded.stream().<JsonValue>map(Pattern::encode).toList()));
    }

    static Selection decode(JsonObject json) {
        return new Selection(
                Pattern.decode(json),
                json.array("not")
                        .orElse(JsonArray.EMPTY)
                        .objects()
                        .map(Pattern::decode)
                        .collect(Collectors.toSet()));
    }
}
