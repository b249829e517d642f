package dev.ganglion.protocol.push;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Puts the events of one room to the rules of all its members at once. Members whose rules come to
 * the same in this room are a group, whose rules are gone through once for an event; whom the event
 * names is looked up from what it says. An event so costs (groups) × (their rules) and (words of
 * its body) lookups, however many members there are. Thread-safe: one at a time.
 *
 * <p>Kept up to date by its owner, who puts a member again when the display name or the rules have
 * changed.
 */
public final class RoomEvaluator {
    private final UnaryOperator<CompiledRules> here;
    private final MemberIndex index = new MemberIndex();
    private final Map<CompiledRules, MemberGroup> groups = new LinkedHashMap<>();

    /** For the events of this room and no other. */
    public RoomEvaluator(RoomId room) {
        this(rules -> rules.in(room));
    }

    private RoomEvaluator(UnaryOperator<CompiledRules> here) {
        this.here = here;
    }

    /** Without knowing the room's ID beforehand. */
    static RoomEvaluator ofAnyRoom() {
        return new RoomEvaluator(UnaryOperator.identity());
    }

    /** Puts a member in place of what was known of that user. */
    public synchronized void put(RoomMember member) {
        remove(member.userId());
        CompiledRules rules = here.apply(member.rules());
        index.add(new RoomMember(member.userId(), member.displayName(), rules));
        groups.computeIfAbsent(rules, MemberGroup::new).add(member.userId());
    }

    /** Leaves a user out, who may not be there. */
    public synchronized void remove(UserId user) {
        index.remove(user)
                .ifPresent(
                        member ->
                                groups.computeIfPresent(
                                        member.rules(),
                                        (_, group) -> {
                                            group.remove(user);
                                            return group.isEmpty() ? null : group;
                                        }));
    }

    /** What the event means to each member. */
    public RoomOutcome evaluate(PushEvent event, RoomFacts room) {
        return evaluate(new Evaluation(event, room));
    }

    synchronized RoomOutcome evaluate(Evaluation event) {
        return new RoomOutcome(
                groups.values().stream().map(group -> group.evaluate(event, index)).toList());
    }
}
