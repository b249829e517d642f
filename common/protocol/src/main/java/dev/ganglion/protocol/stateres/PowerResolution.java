package dev.ganglion.protocol.stateres;

import dev.ganglion.protocol.auth.AuthRules;
import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * State resolution of room versions 2 to 11, and 2.1 of version 12: what takes power from people is
 * replayed first, then all else along the mainline of power levels.
 */
final class PowerResolution {
    private final AuthRules rules;
    private final AuthGraph graph;

    PowerResolution(AuthRules rules, EventSource events) {
        this.rules = rules;
        this.graph = new AuthGraph(events);
    }

    StateMap resolve(RoomVersion version, List<StateMap> states) {
        ConflictedState split = ConflictedState.strictly(states);
        Set<EventId> remaining = fullConflictedSet(version, states, split);
        // 1
        Set<EventId> power = powerEventsWithChains(remaining);
        // 2; from version 12 on, starting from nothing.
        Map<StateKeyTuple, EventId> resolved =
                version.has(Change.STATE_RESOLUTION_V2_1)
                        ? new HashMap<>()
                        : new HashMap<>(split.unconflicted());
        checkIteratively(resolved, new PowerOrdering(graph).sort(power));
        // 3
        remaining.removeAll(power);
        Optional<EventId> powerLevels =
                Optional.ofNullable(resolved.get(StateKeyTuple.POWER_LEVELS));
        List<PduEvent> ordered = new MainlineOrdering(graph, powerLevels).sort(remaining);
        // 4
        checkIteratively(resolved, ordered);
        // 5
        resolved.putAll(split.unconflicted());
        return new StateMap(resolved);
    }

    private Set<EventId> fullConflictedSet(
            RoomVersion version, List<StateMap> states, ConflictedState split) {
        Set<EventId> conflicted = split.conflictedEvents();
        List<Collection<EventId>> ofStates = states.stream().map(split::conflictedIn).toList();
        Set<EventId> full = new HashSet<>(conflicted);
        full.addAll(graph.difference(ofStates, split.unconflicted().values()));
        // From version 12: the conflicted state subgraph.
        if (version.has(Change.STATE_RESOLUTION_V2_1)) {
            full.addAll(graph.pathsBetween(conflicted));
        }
        return full;
    }

    private Set<EventId> powerEventsWithChains(Set<EventId> fullConflictedSet) {
        Set<EventId> power = new HashSet<>();
        fullConflictedSet.stream().filter(id -> isPowerEvent(graph.get(id))).forEach(power::add);
        Set<EventId> chains = graph.chainOf(power);
        chains.retainAll(fullConflictedSet);
        power.addAll(chains);
        return power;
    }

    /**
     * The iterative auth checks: each event that the state so far allows becomes part of it. What
     * was rejected when it came in stays so, even where this state would allow it.
     */
    private void checkIteratively(Map<StateKeyTuple, EventId> state, List<PduEvent> events) {
        for (PduEvent event : events) {
            AuthState own = graph.ownAuthState(event);
            AuthState soFar =
                    key ->
                            Optional.ofNullable(state.get(key))
                                    .map(graph::get)
                                    .or(() -> own.get(key));
            if (!graph.isRejected(event) && rules.check(event, soFar).isAllowed()) {
                event.stateKeyTuple().ifPresent(key -> state.put(key, event.eventId()));
            }
        }
    }

    /** Whether an event might take from somebody the ability to do something in the room. */
    private static boolean isPowerEvent(PduEvent event) {
        return switch (event.type()) {
            case EventTypes.POWER_LEVELS, EventTypes.JOIN_RULES -> event.isState();
            case EventTypes.MEMBER ->
                    event.stateKey().filter(key -> !key.equals(event.sender().value())).isPresent()
                            && Membership.of(event).filter(Membership::isOutside).isPresent();
            default -> false;
        };
    }
}
