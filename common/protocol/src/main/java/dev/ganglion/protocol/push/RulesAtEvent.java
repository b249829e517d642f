package dev.ganglion.protocol.push;

import java.util.Optional;

/**
 * One event that is put to the rules of one member after another, as they ask. What a rule asks of
 * everybody is found out once, whoever has the rule. Thread-safe: one at a time. Holds the parsed
 * event; not to be kept for long.
 */
public final class RulesAtEvent {
    private final Evaluation event;

    public RulesAtEvent(PushEvent event, RoomFacts room) {
        this.event = new Evaluation(event, room);
    }

    /** What a member's rules do; nothing for the sender. */
    public synchronized PushActions of(RoomMember member) {
        if (event.event().sender().equals(Optional.of(member.userId()))) {
            return PushActions.NONE;
        }
        MemberIndex alone = new MemberIndex();
        alone.add(member);
        return member.rules().rules().stream()
                .filter(rule -> event.holds(rule) && holds(rule, member, alone))
                .findFirst()
                .map(CompiledRule::actions)
                .orElse(PushActions.NONE);
    }

    /** What rules do for whoever is not named by the event. */
    public synchronized PushActions ofUnnamed(CompiledRules rules) {
        return rules.rules().stream()
                .filter(rule -> rule.personal().isEmpty() && event.holds(rule))
                .findFirst()
                .map(CompiledRule::actions)
                .orElse(PushActions.NONE);
    }

    private boolean holds(CompiledRule rule, RoomMember member, MemberIndex alone) {
        return rule.personal().stream()
                .allMatch(check -> check.members(event, alone).contains(member.userId()));
    }
}
