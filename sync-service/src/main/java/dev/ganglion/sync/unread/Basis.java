package dev.ganglion.sync.unread;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.push.CompiledRules;

import java.util.Set;

/**
 * By what a user's events of one room are counted.
 *
 * @param rules what the user's rules come to in that room
 * @param ignored whose events do not count
 */
record Basis(CompiledRules rules, Set<UserId> ignored) {
    /** How the counts are come by. */
    enum Way {
        /** By the room's running numbers, which are those of the default rules. */
        BY_NUMBERS,
        /** By the mentions that are stored: nothing else is notified of. */
        BY_MENTIONS,
        /** By looking at the latest events. */
        BY_RULES,
        /** There is nothing to count. */
        NOTHING
    }

    Way way() {
        if (rules.equals(CompiledRules.COUNTED_DEFAULT)) {
            return Way.BY_NUMBERS;
        }
        if (rules.equals(CompiledRules.COUNTED_MENTIONS)) {
            return Way.BY_MENTIONS;
        }
        return rules.isSilent() ? Way.NOTHING : Way.BY_RULES;
    }
}
