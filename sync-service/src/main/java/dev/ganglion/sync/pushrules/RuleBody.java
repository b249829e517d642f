package dev.ganglion.sync.pushrules;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.glob.FoldedGlob;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.push.PushActions;
import dev.ganglion.protocol.push.PushCondition;
import dev.ganglion.protocol.push.PushRule;
import dev.ganglion.protocol.push.PushRuleKind;

/** Checks what a client sends as a rule. */
final class RuleBody {
    private static final int MAX_ID_LENGTH = 1_024;

    private RuleBody() {}

    /** The rule with its ID, without fields that it cannot have. */
    static JsonObject checked(String kind, String ruleId, JsonObject body) {
        if (PushRuleKind.tryParse(kind).isEmpty()) {
            throw MatrixException.invalidParam("There is no such kind of push rules");
        }
        if (PushRule.isDefault(ruleId)
                || ruleId.isEmpty()
                || ruleId.contains("/")
                || ruleId.contains("\\")) {
            throw MatrixException.invalidParam(
                    "A rule's ID does not start with a dot and holds no slashes");
        }
        if (ruleId.length() > MAX_ID_LENGTH) {
            throw MatrixException.invalidParam("The rule's ID is too long");
        }
        JsonObject rule =
                JsonObject.builder().put("rule_id", ruleId).put("actions", actions(body)).build();
        return switch (kind) {
            case "override", "underride" -> rule.with("conditions", conditions(body));
            case "content" -> rule.with("pattern", pattern(body));
            default -> rule;
        };
    }

    /** Strings and objects, as the specification lists them; unknown ones are kept. */
    static JsonArray actions(JsonObject body) {
        JsonArray actions =
                body.array("actions")
                        .orElseThrow(() -> MatrixException.badJson("actions must be a list"));
        if (!actions.values().stream().allMatch(RuleBody::isAction)) {
            throw MatrixException.badJson("An action is a string or an object");
        }
        return PushActions.of(actions).json();
    }

    private static boolean isAction(JsonValue action) {
        return switch (action) {
            case JsonString _ -> true;
            case JsonObject object ->
                    !object.has("set_tweak") || object.string("set_tweak").isPresent();
            default -> false;
        };
    }

    private static JsonArray conditions(JsonObject body) {
        if (!body.has("conditions")) {
            return JsonArray.EMPTY;
        }
        JsonArray conditions =
                body.array("conditions")
                        .orElseThrow(() -> MatrixException.badJson("conditions must be a list"));
        if (!conditions.values().stream().allMatch(PushCondition::isWellFormed)) {
            throw MatrixException.badJson("A condition has a kind, and what that kind needs");
        }
        return conditions;
    }

    private static JsonString pattern(JsonObject body) {
        String pattern =
                body.string("pattern")
                        .orElseThrow(
                                () -> MatrixException.badJson("A content rule needs a pattern"));
        if (!FoldedGlob.isPossible(pattern)) {
            throw MatrixException.invalidParam(
                    "A pattern has at most " + FoldedGlob.MAX_LENGTH + " characters");
        }
        return new JsonString(pattern);
    }
}
