package dev.ganglion.protocol.push;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A rule set ready to be applied. It says nothing of whose it is, so that users with the same rules
 * have equal ones, and all who have only the default rules {@link #DEFAULT}. Immutable and
 * thread-safe; make them with a {@link CompiledRulesPool} where many are kept.
 */
public final class CompiledRules {
    /** The default rules. */
    public static final CompiledRules DEFAULT = ofDefaults(UserId.parse("@anybody:localhost"));

    private final List<CompiledRule> rules;
    private final int hash;

    CompiledRules(List<CompiledRule> rules) {
        this.rules = untilAllMatch(rules);
        this.hash = this.rules.hashCode();
    }

    /** The rules of a user. */
    public static CompiledRules of(PushRuleset ruleset, UserId user) {
        RuleCompiler compiler = new RuleCompiler(user);
        return mapped(ruleset.rules(), compiler::compile);
    }

    private static CompiledRules ofDefaults(UserId anybody) {
        return of(DefaultRules.of(anybody), anybody);
    }

    /**
     * What these rules come to in one room. Most users differ only in what they have said about
     * other rooms.
     */
    CompiledRules in(RoomId room) {
        return mapped(rules, rule -> rule.in(room));
    }

    /** What the rules make of an event for one user, such as the one whom it invites. */
    public PushActions evaluate(
            PushEvent event, RoomFacts room, UserId user, Optional<String> displayName) {
        RoomEvaluator alone = RoomEvaluator.ofAnyRoom();
        alone.put(new RoomMember(user, displayName, this));
        return alone.evaluate(event, room).of(user);
    }

    List<CompiledRule> rules() {
        return rules;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof CompiledRules set
                        && hash == set.hash
                        && rules.equals(set.rules));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    private static <T> CompiledRules mapped(
            List<T> rules, Function<T, Optional<CompiledRule>> compile) {
        return new CompiledRules(
                rules.stream().flatMap(rule -> compile.apply(rule).stream()).toList());
    }

    /** What comes after a rule that always matches makes no difference. */
    private static List<CompiledRule> untilAllMatch(List<CompiledRule> rules) {
        List<CompiledRule> reached = new ArrayList<>();
        for (CompiledRule rule : rules) {
            reached.add(rule);
            if (rule.matchesAll()) {
                break;
            }
        }
        return List.copyOf(reached);
    }
}
