package dev.ganglion.protocol.push;

import dev.ganglion.protocol.identifier.UserId;

import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Makes rule sets of which equal ones are one object, and of which rules that are equal are one
 * object too; those that nobody uses any more are forgotten. Thread-safe.
 */
public final class CompiledRulesPool {
    private final Map<CompiledRules, WeakReference<CompiledRules>> sets = new WeakHashMap<>();
    private final Map<CompiledRule, WeakReference<CompiledRule>> rules = new WeakHashMap<>();

    public CompiledRulesPool() {
        CompiledRules.DEFAULT.rules().forEach(rule -> one(rules, rule));
        one(sets, CompiledRules.DEFAULT);
    }

    /** The rules of a user. */
    public CompiledRules of(PushRuleset ruleset, UserId user) {
        return pooled(CompiledRules.of(ruleset, user));
    }

    private synchronized CompiledRules pooled(CompiledRules made) {
        CompiledRules present = present(sets, made);
        if (present != null) {
            return present;
        }
        CompiledRules sharing =
                new CompiledRules(made.rules().stream().map(rule -> one(rules, rule)).toList());
        return one(sets, sharing);
    }

    private static <T> T one(Map<T, WeakReference<T>> pool, T made) {
        T present = present(pool, made);
        if (present != null) {
            return present;
        }
        pool.put(made, new WeakReference<>(made));
        return made;
    }

    private static <T> @Nullable T present(Map<T, WeakReference<T>> pool, T made) {
        WeakReference<T> reference = pool.get(made);
        return reference == null ? null : reference.get();
    }
}
