package dev.ganglion.protocol.push;

import dev.ganglion.protocol.glob.FoldedGlob;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

import java.util.List;
import java.util.Optional;

/**
 * One rule. Module "Push notifications", "Push rules".
 *
 * @param isDefault whether it is the server's, as its ID says
 * @param conditions those that the rule names, or that it has by its kind
 */
public record PushRule(
        PushRuleKind kind,
        String ruleId,
        boolean isDefault,
        boolean isEnabled,
        List<PushCondition> conditions,
        PushActions actions) {
    private static final List<PushCondition> NEVER = List.of(new PushCondition.Unknown());

    public PushRule {
        conditions = List.copyOf(conditions);
    }

    /** A rule as it stands in a rule set. What is written wrong matches no event. */
    public static PushRule of(PushRuleKind kind, JsonObject rule) {
        String ruleId = rule.string("rule_id").orElse("");
        return new PushRule(
                kind,
                ruleId,
                isDefault(ruleId),
                rule.bool("enabled").orElse(true),
                switch (kind) {
                    case OVERRIDE, UNDERRIDE -> named(rule);
                    case CONTENT -> ofBody(rule);
                    case ROOM -> exactly(PropertyPath.ROOM_ID, ruleId);
                    case SENDER -> exactly(PropertyPath.SENDER, ruleId);
                },
                PushActions.of(rule.array("actions").orElse(JsonArray.EMPTY)));
    }

    /** Whether an ID is one of the server's own rules. */
    public static boolean isDefault(String ruleId) {
        return ruleId.startsWith(".");
    }

    private static List<PushCondition> named(JsonObject rule) {
        if (!rule.has("conditions")) {
            return List.of();
        }
        return rule.array("conditions")
                .map(all -> all.values().stream().map(PushCondition::of).toList())
                .orElse(NEVER);
    }

    private static List<PushCondition> ofBody(JsonObject rule) {
        Optional<String> pattern = rule.string("pattern").filter(FoldedGlob::isPossible);
        return pattern.<List<PushCondition>>map(
                        text -> List.of(new PushCondition.EventMatch(PropertyPath.BODY, text)))
                .orElse(NEVER);
    }

    private static List<PushCondition> exactly(PropertyPath key, String value) {
        return List.of(new PushCondition.EventPropertyIs(key, new JsonString(value)));
    }
}
