package dev.ganglion.sync.pushrules;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.push.PushRule;

import java.util.List;
import java.util.Optional;

/**
 * Copies the rules about one room for another: the room's own rule, and those with a condition on
 * the room's ID.
 */
record RoomRules(String from, String to) {
    private static final List<String> WITH_CONDITIONS = List.of("override", "underride");
    private static final List<String> COMPARED = List.of("pattern", "value");

    RuleSet copied(RuleSet set) {
        RuleSet copied =
                set.find("room", from)
                        .map(
                                rule ->
                                        with(
                                                set,
                                                "room",
                                                rule.with("rule_id", new JsonString(to)),
                                                from))
                        .orElse(set);
        for (String kind : WITH_CONDITIONS) {
            for (JsonObject rule : set.rules(kind)) {
                copied = withCopy(copied, kind, rule);
            }
        }
        return copied;
    }

    private RuleSet withCopy(RuleSet set, String kind, JsonObject rule) {
        Optional<String> id = rule.string("rule_id").filter(name -> !PushRule.isDefault(name));
        return id.isPresent() && isAboutRoom(rule)
                ? with(set, kind, copy(rule, id.get()), id.get())
                : set;
    }

    private static RuleSet with(RuleSet set, String kind, JsonObject rule, String original) {
        boolean isTaken = set.find(kind, rule.string("rule_id").orElseThrow()).isPresent();
        return isTaken ? set : set.withCopy(kind, rule, original);
    }

    private JsonObject copy(JsonObject rule, String id) {
        String copyId = id.contains(from) ? id.replace(from, to) : id + "-" + to;
        List<JsonValue> conditions = conditions(rule).values().stream().map(this::moved).toList();
        return rule.with("rule_id", new JsonString(copyId))
                .with("conditions", new JsonArray(conditions));
    }

    private boolean isAboutRoom(JsonObject rule) {
        return conditions(rule).values().stream()
                .anyMatch(condition -> !moved(condition).equals(condition));
    }

    private JsonValue moved(JsonValue condition) {
        if (!(condition instanceof JsonObject object)
                || !object.string("key").equals(Optional.of("room_id"))) {
            return condition;
        }
        JsonObject moved = object;
        for (String field : COMPARED) {
            if (object.string(field).equals(Optional.of(from))) {
                moved = moved.with(field, new JsonString(to));
            }
        }
        return moved;
    }

    private static JsonArray conditions(JsonObject rule) {
        return rule.array("conditions").orElse(JsonArray.EMPTY);
    }
}
