package dev.ganglion.sync.pushrules;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.push.DefaultRules;
import dev.ganglion.protocol.push.PushRule;
import dev.ganglion.protocol.push.PushRuleKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** All rules of one user, as the content of {@code m.push_rules}. Immutable. */
record RuleSet(JsonObject content) {
    JsonObject global() {
        return content.object("global").orElse(JsonObject.EMPTY);
    }

    Optional<JsonObject> find(String kind, String ruleId) {
        return rules(kind).stream().filter(rule -> isNamed(rule, ruleId)).findFirst();
    }

    JsonObject get(String kind, String ruleId) {
        return find(kind, ruleId)
                .orElseThrow(() -> MatrixException.notFound("There is no such push rule"));
    }

    /** The rule changed in place. */
    RuleSet with(String kind, String ruleId, String field, JsonValue value) {
        get(kind, ruleId);
        return replacing(
                kind,
                rules -> {
                    rules.replaceAll(
                            rule -> isNamed(rule, ruleId) ? rule.with(field, value) : rule);
                    return rules;
                });
    }

    /**
     * A rule of the user's own, put before or after another, else ahead of all others of its kind.
     */
    RuleSet with(String kind, JsonObject rule, Optional<String> before, Optional<String> after) {
        String ruleId = rule.string("rule_id").orElseThrow();
        boolean isEnabled = find(kind, ruleId).flatMap(old -> old.bool("enabled")).orElse(true);
        JsonObject complete =
                rule.with("default", JsonBoolean.FALSE).with("enabled", JsonBoolean.of(isEnabled));
        return replacing(
                kind,
                rules -> {
                    Optional<Integer> place = place(rules, before, after);
                    int old = indexOf(rules, ruleId);
                    if (old >= 0 && place.isEmpty()) {
                        rules.set(old, complete);
                        return rules;
                    }
                    rules.removeIf(present -> isNamed(present, ruleId));
                    rules.add(place(rules, before, after).orElse(firstOwn(rules)), complete);
                    return rules;
                });
    }

    /** With a rule as it is, right after the one that it was made from. */
    RuleSet withCopy(String kind, JsonObject rule, String original) {
        return replacing(
                kind,
                rules -> {
                    rules.add(indexOf(rules, original) + 1, rule);
                    return rules;
                });
    }

    RuleSet without(String kind, String ruleId) {
        get(kind, ruleId);
        return replacing(
                kind,
                rules -> {
                    rules.removeIf(rule -> isNamed(rule, ruleId));
                    return rules;
                });
    }

    /** The master rule stands above the user's own ones. */
    private static int firstOwn(List<JsonObject> rules) {
        return indexOf(rules, DefaultRules.MASTER) + 1;
    }

    private static Optional<Integer> place(
            List<JsonObject> rules, Optional<String> before, Optional<String> after) {
        Optional<Integer> ahead = before.map(other -> existing(rules, other));
        return ahead.or(() -> after.map(other -> existing(rules, other) + 1));
    }

    private static int existing(List<JsonObject> rules, String ruleId) {
        if (PushRule.isDefault(ruleId)) {
            throw MatrixException.invalidParam(
                    "No rule can be put before or after one of the server's");
        }
        int index = indexOf(rules, ruleId);
        if (index < 0) {
            throw MatrixException.of(
                    400, ErrorCode.UNKNOWN, "There is no rule to put this one before or after");
        }
        return index;
    }

    private static int indexOf(List<JsonObject> rules, String ruleId) {
        for (int i = 0; i < rules.size(); i++) {
            if (isNamed(rules.get(i), ruleId)) {
                return i;
            }
        }
        return -1;
    }

    private RuleSet replacing(String kind, UnaryOperator<List<JsonObject>> change) {
        JsonArray rules = new JsonArray(List.copyOf(change.apply(new ArrayList<>(rules(kind)))));
        return new RuleSet(content.with("global", global().with(kind, rules)));
    }

    List<JsonObject> rules(String kind) {
        if (PushRuleKind.tryParse(kind).isEmpty()) {
            throw MatrixException.invalidParam("There is no such kind of push rules");
        }
        return global().array(kind).orElse(JsonArray.EMPTY).objects().toList();
    }

    private static boolean isNamed(JsonObject rule, String ruleId) {
        return rule.string("rule_id").filter(ruleId::equals).isPresent();
    }
}
