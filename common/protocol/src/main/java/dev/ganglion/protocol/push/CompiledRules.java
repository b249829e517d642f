package dev.ganglion.protocol.push;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A rule set ready to be applied. It says nothing of whose it is, so that users with the same rules
 * have equal ones, and all who have only the default rules {@link #DEFAULT}. Immutable and
 * thread-safe; make them with a {@link CompiledRulesPool} where many are kept.
 */
public final class CompiledRules {
    /** The default rules. */
    public static final CompiledRules DEFAULT = ofDefaults(_ -> true);

    /** {@link #DEFAULT}, as far as it matters for counts. */
    public static final CompiledRules COUNTED_DEFAULT = DEFAULT.counted();

    /** For counts, the default rules in a room that is muted but for what highlights there. */
    public static final CompiledRules COUNTED_MENTIONS =
            ofDefaults(rule -> rule.kind() == PushRuleKind.OVERRIDE).counted();

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

    private static CompiledRules ofDefaults(Predicate<PushRule> isWanted) {
        UserId anybody = UserId.parse("@anybody:localhost");
        RuleCompiler compiler = new RuleCompiler(anybody);
        return mapped(
                DefaultRules.of(anybody).rules().stream().filter(isWanted).toList(),
                compiler::compile);
    }

    /**
     * What is left of these rules for whoever counts in one room: those that say no more than
     * whether an event notifies and highlights. Equal for more users than the rules themselves.
     */
    public CompiledRules countedIn(RoomId room) {
        return in(room).counted();
    }

    /** Whether nothing is ever notified of. */
    public boolean isSilent() {
        return rules.stream().noneMatch(rule -> rule.actions().notifies());
    }

    private CompiledRules counted() {
        List<CompiledRule> counted =
                new ArrayList<>(rules.stream().map(CompiledRule::counted).toList());
        while (!counted.isEmpty() && !counted.getLast().actions().notifies()) {
            counted.removeLast();
        }
        return new CompiledRules(counted);
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
