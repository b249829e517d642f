package dev.ganglion.sync.pushrules;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

import java.util.List;

/** Checks what a client sends as a rule. */
final class RuleBody {
    private RuleBody() {}

    /** The rule with its ID, without fields that it cannot have. */
    static JsonObject checked(String kind, String ruleId, JsonObject body) {
        if (ruleId.startsWith(".")
                || ruleId.isEmpty()
                || ruleId.contains("/")
                || ruleId.contains("\\")) {
            throw MatrixException.invalidParam(
                    "A rule's ID does not start with a dot and holds no slashes");
        }
        JsonObject rule =
                JsonObject.builder().put("rule_id", ruleId).put("actions", actions(body)).build();
        return switch (kind) {
            case "override", "underride" -> rule.with("conditions", conditions(body));
            case "content" ->
                    rule.with(
                            "pattern",
                            new JsonString(
                                    body.string("pattern")
                                            .orElseThrow(
                                                    () ->
                                                            MatrixException.badJson(
                                                                    "A content rule needs a pattern"))));
            default -> rule;
        };
    }

    /** Strings and objects, as the specification lists them; unknown ones are kept. */
    static JsonArray actions(JsonObject body) {
        JsonArray actions =
                body.array("actions")
                        .orElseThrow(() -> MatrixException.badJson("actions must be a list"));
        boolean isValid =
                actions.values().stream()
                        .allMatch(
                                action ->
                                        action instanceof JsonString
                                                || (action instanceof JsonObject tweak
                                                        && tweak.string("set_tweak").isPresent()));
        if (!isValid) {
            throw MatrixException.badJson("An action is a string or sets a tweak");
        }
        return actions;
    }

    private static JsonArray conditions(JsonObject body) {
        JsonArray conditions =
                body.get("conditions").isEmpty()
                        ? JsonArray.EMPTY
                        : body.array("conditions")
                                .orElseThrow(
                                        () -> MatrixException.badJson("conditions must be a list"));
        List<JsonObject> objects = conditions.objects().toList();
        boolean isValid =
                objects.size() == conditions.size()
                        && objects.stream()
                                .allMatch(condition -> condition.string("kind").isPresent());
        if (!isValid) {
            throw MatrixException.badJson("A condition is an object with a kind");
        }
        return conditions;
    }
}
