package dev.ganglion.protocol.push;

import dev.ganglion.protocol.glob.NaiveGlob;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules as the specification's prose says them: for one user, rule by rule, condition by
 * condition. For texts of ASCII.
 */
record PlainEvaluator(JsonObject event, RoomFacts room) {
    /** The actions of the first rule that matches. */
    List<JsonValue> actions(JsonObject content, UserId user, Optional<String> displayName) {
        if (event.string("sender").equals(Optional.of(user.value()))) {
            return List.of();
        }
        JsonObject global = content.object("global").orElseThrow();
        for (String kind : List.of("override", "content", "room", "sender", "underride")) {
            for (JsonObject rule : global.array(kind).orElseThrow().objects().toList()) {
                if (applies(kind, rule, displayName)) {
                    return rule.array("actions").orElseThrow().values().stream()
                            .filter(action -> !action.equals(new JsonString("dont_notify")))
                            .filter(action -> !action.equals(new JsonString("coalesce")))
                            .toList();
                }
            }
        }
        return List.of();
    }

    private boolean applies(String kind, JsonObject rule, Optional<String> displayName) {
        if (!rule.bool("enabled").orElseThrow()) {
            return false;
        }
        String ruleId = rule.string("rule_id").orElseThrow();
        return switch (kind) {
            case "content" -> matchesBody(rule.string("pattern").orElseThrow());
            case "room" -> event.string("room_id").equals(Optional.of(ruleId));
            case "sender" -> event.string("sender").equals(Optional.of(ruleId));
            default ->
                    rule.array("conditions").orElse(JsonArray.EMPTY).values().stream()
                            .allMatch(condition -> holds(condition, displayName));
        };
    }

    private boolean holds(JsonValue value, Optional<String> displayName) {
        if (!(value instanceof JsonObject condition)) {
            return false;
        }
        String key = condition.string("key").orElse("");
        return switch (condition.string("kind").orElse("")) {
            case "event_match" -> matches(key, condition.string("pattern"));
            case "event_property_is" ->
                    property(key).isPresent()
                            && isPlain(condition.get("value"))
                            && property(key).equals(condition.get("value"));
            case "event_property_contains" ->
                    property(key).orElse(null) instanceof JsonArray array
                            && isPlain(condition.get("value"))
                            && array.values().contains(condition.get("value").orElseThrow());
            case "contains_display_name" ->
                    displayName.filter(name -> !name.isBlank() && matchesBody(name)).isPresent();
            case "room_member_count" -> isMemberCount(condition.string("is").orElse("x"));
            case "sender_notification_permission" -> room.senderMayNotify().test(key);
            default -> false;
        };
    }

    private boolean matches(String key, Optional<String> pattern) {
        if (pattern.isEmpty() || !(property(key).orElse(null) instanceof JsonString(String text))) {
            return false;
        }
        return key.equals("content.body")
                ? matchesBody(pattern.get())
                : NaiveGlob.matches(pattern.get(), text);
    }

    private boolean matchesBody(String pattern) {
        return property("content.body").orElse(null) instanceof JsonString(String text)
                && NaiveGlob.matchesWordsOf(pattern, text);
    }

    private boolean isMemberCount(String is) {
        String digits = is.replaceFirst("^(==|<=|>=|<|>)", "");
        if (!digits.matches("-?[0-9]+")) {
            return false;
        }
        int compared = Long.compare(room.memberCount(), Long.parseLong(digits));
        return switch (is.substring(0, is.length() - digits.length())) {
            case "<" -> compared < 0;
            case "<=" -> compared <= 0;
            case ">" -> compared > 0;
            case ">=" -> compared >= 0;
            default -> compared == 0;
        };
    }

    private static boolean isPlain(Optional<JsonValue> value) {
        return value.isPresent()
                && !(value.get() instanceof JsonArray || value.get() instanceof JsonObject);
    }

    /** Dots that no backslash precedes part the names; no name here ends in a backslash. */
    private Optional<JsonValue> property(String key) {
        JsonValue value = event;
        for (String part : key.split("(?<!\\\\)\\.", -1)) {
            String name = part.replace("\\.", ".").replace("\\\\", "\\");
            if (!(value instanceof JsonObject object) || !object.has(name)) {
                return Optional.empty();
            }
            value = Objects.requireNonNull(object.entries().get(name));
        }
        return Optional.of(value);
    }
}
