package dev.ganglion.protocol.push;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.List;
import java.util.stream.Stream;

/**
 * All rules of one user, the most important first. Module "Push notifications", "Push rules".
 *
 * @param rules of every kind, in the order in which they are checked
 */
public record PushRuleset(List<PushRule> rules) {
    public PushRuleset {
        rules = List.copyOf(rules);
    }

    /** From the content of {@code m.push_rules}. What is written wrong matches no event. */
    public static PushRuleset of(JsonObject content) {
        JsonObject global = content.object("global").orElse(JsonObject.EMPTY);
        return new PushRuleset(
                Stream.of(PushRuleKind.values()).flatMap(kind -> rules(kind, global)).toList());
    }

    /** What a user has stored as {@code m.push_rules}, with the default rules of today. */
    public static PushRuleset ofStored(JsonObject content, UserId user) {
        return of(DefaultRules.completed(content, user));
    }

    private static Stream<PushRule> rules(PushRuleKind kind, JsonObject global) {
        return global.array(kind.value())
                .orElse(JsonArray.EMPTY)
                .objects()
                .map(rule -> PushRule.of(kind, rule));
    }
}
