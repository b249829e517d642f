package dev.ganglion.protocol.push;

import dev.ganglion.protocol.identifier.UserId;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Members whose rules come to the same. Not thread-safe. */
final class MemberGroup {
    private final CompiledRules rules;
    private final Set<UserId> members = new LinkedHashSet<>();

    /** The members as outcomes hold them; made anew only after somebody has come or gone. */
    private List<UserId> listed = List.of();

    MemberGroup(CompiledRules rules) {
        this.rules = rules;
    }

    void add(UserId member) {
        members.add(member);
        listed = List.of();
    }

    void remove(UserId member) {
        members.remove(member);
        listed = List.of();
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Puts an event to the rules, once for all. */
    RoomOutcome.Group evaluate(Evaluation event, MemberIndex index) {
        Map<UserId, PushActions> exceptions = new HashMap<>();
        event.event()
                .sender()
                .filter(members::contains)
                .ifPresent(sender -> exceptions.put(sender, PushActions.NONE));
        for (CompiledRule rule : rules.rules()) {
            if (exceptions.size() == members.size()) {
                break;
            }
            if (!event.holds(rule)) {
                continue;
            }
            if (rule.personal().isEmpty()) {
                return outcome(rule.actions(), exceptions);
            }
            matched(rule, event, index)
                    .forEach(member -> exceptions.putIfAbsent(member, rule.actions()));
        }
        return outcome(PushActions.NONE, exceptions);
    }

    /** The members for whom all holds that a rule asks for of its user. */
    private List<UserId> matched(CompiledRule rule, Evaluation event, MemberIndex index) {
        List<Set<UserId>> sets =
                rule.personal().stream().map(check -> event.holdsFor(check, index)).toList();
        Set<UserId> fewest = sets.getFirst().size() < members.size() ? sets.getFirst() : members;
        return fewest.stream()
                .filter(members::contains)
                .filter(member -> sets.stream().allMatch(set -> set.contains(member)))
                .toList();
    }

    private RoomOutcome.Group outcome(PushActions actions, Map<UserId, PushActions> exceptions) {
        if (listed.size() != members.size()) {
            listed = List.copyOf(members);
        }
        return new RoomOutcome.Group(rules, listed, actions, exceptions);
    }
}
