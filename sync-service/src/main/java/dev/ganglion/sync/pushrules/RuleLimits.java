package dev.ganglion.sync.pushrules;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.glob.FoldedGlob;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.push.PushRule;
import dev.ganglion.protocol.push.PushRuleKind;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many rules of their own users may have. Each event of all their rooms is put to them, so that
 * what counts is the time that they take; how many bytes they are is limited as account data is.
 */
final class RuleLimits {
    static final int MAX_RULES = 1_000;

    /**
     * The characters of all patterns that are looked for within values. An event is gone through
     * once for each 64 of a pattern, and so for each pattern.
     */
    static final int MAX_PATTERN_LENGTH = 16_384;

    private static final int LENGTH_AT_ONCE = 64;
    private static final String BODY = "content.body";

    private RuleLimits() {}

    /** The changed rules, if they are not too many; what does not grow is always taken. */
    static RuleSet checked(RuleSet before, RuleSet after) {
        int rules = own(after).size();
        if (rules > MAX_RULES && rules > own(before).size()) {
            throw MatrixException.invalidParam("You have too many push rules");
        }
        int patterns = patternLength(after);
        if (patterns > MAX_PATTERN_LENGTH && patterns > patternLength(before)) {
            throw MatrixException.invalidParam("The patterns of your push rules are too long");
        }
        return after;
    }

    private static List<JsonObject> own(RuleSet set) {
        return Stream.of(PushRuleKind.values())
                .flatMap(kind -> set.rules(kind.value()).stream())
                .filter(rule -> !rule.string("rule_id").map(PushRule::isDefault).orElse(true))
                .toList();
    }

    private static int patternLength(RuleSet set) {
        return own(set).stream().mapToInt(RuleLimits::patternLength).sum();
    }

    private static int patternLength(JsonObject rule) {
        int ofContentRule = lengthWithinValues(rule, true);
        return ofContentRule
                + rule.array("conditions")
                        .orElse(JsonArray.EMPTY)
                        .objects()
                        .mapToInt(condition -> lengthWithinValues(condition, isOfBody(condition)))
                        .sum();
    }

    private static boolean isOfBody(JsonObject condition) {
        return condition.string("key").equals(Optional.of(BODY));
    }

    /**
     * A keyword in the body is looked up, and a whole value that differs from a literal does so at
     * its beginning: both cost next to nothing.
     */
    private static int lengthWithinValues(JsonObject matching, boolean isOfBody) {
        return matching.string("pattern")
                .filter(FoldedGlob::isPossible)
                .filter(
                        pattern ->
                                isOfBody
                                        ? !FoldedGlob.of(pattern).isLookedUp()
                                        : hasWildcards(pattern))
                .map(pattern -> Math.max(pattern.length(), LENGTH_AT_ONCE))
                .orElse(0);
    }

    private static boolean hasWildcards(String pattern) {
        return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    }
}
