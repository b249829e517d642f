package dev.ganglion.protocol.push;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;

import java.util.List;
import java.util.Optional;

/** A rule that may match. Immutable; equal when it does the same for the same reasons. */
final class CompiledRule {
    private final List<SharedCheck> shared;
    private final List<PersonalCheck> personal;
    private final PushActions actions;

    /** Asked for at every event and every rule set. */
    private final int hash;

    CompiledRule(List<SharedCheck> shared, List<PersonalCheck> personal, PushActions actions) {
        this.shared = List.copyOf(shared);
        this.personal = List.copyOf(personal);
        this.actions = actions;
        this.hash =
                31 * (31 * this.shared.hashCode() + this.personal.hashCode()) + actions.hashCode();
    }

    List<SharedCheck> shared() {
        return shared;
    }

    List<PersonalCheck> personal() {
        return personal;
    }

    PushActions actions() {
        return actions;
    }

    /** Whether it matches every event, for every user. */
    boolean matchesAll() {
        return shared.isEmpty() && personal.isEmpty();
    }

    /** The same for whoever only counts. */
    CompiledRule counted() {
        return new CompiledRule(shared, personal, actions.counted());
    }

    /** What is left of the rule in one room; empty when it matches nothing there. */
    Optional<CompiledRule> in(RoomId room) {
        if (shared.stream().noneMatch(SharedCheck::isOfRoomId)) {
            return Optional.of(this);
        }
        JsonObject roomId = JsonObject.of("room_id", room.value());
        Evaluation known =
                new Evaluation(PushEvent.ofClientEvent(roomId), new RoomFacts(0, _ -> false));
        boolean isPossible =
                shared.stream()
                        .filter(SharedCheck::isOfRoomId)
                        .allMatch(check -> check.holds(known));
        List<SharedCheck> rest = shared.stream().filter(check -> !check.isOfRoomId()).toList();
        return isPossible
                ? Optional.of(new CompiledRule(rest, personal, actions))
                : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof CompiledRule rule
                        && hash == rule.hash
                        && shared.equals(rule.shared)
                        && personal.equals(rule.personal)
                        && actions.equals(rule.actions));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
