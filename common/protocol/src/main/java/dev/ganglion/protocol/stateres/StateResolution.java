package dev.ganglion.protocol.stateres;

import dev.ganglion.protocol.auth.AuthRules;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides the one state that follows from several. The answer depends on the set of states alone,
 * not on their order. Thread-safe; time and memory grow with the states and their auth chains, the
 * depth of the stack does not.
 *
 * <p>Specification: room versions, "State resolution".
 */
public final class StateResolution {
    private final AuthRules rules;

    public StateResolution(AuthRules rules) {
        this.rules = rules;
    }

    /**
     * The resolution of a set of states of one room; the empty state for no states at all. No event
     * that was rejected is in it, whatever the states hold.
     */
    public StateMap resolve(RoomVersion version, List<StateMap> sets, EventSource events) {
        List<StateMap> states =
                sets.stream().map(state -> withoutRejected(state, events)).distinct().toList();
        if (states.size() < 2) {
            return states.isEmpty() ? StateMap.EMPTY : states.getFirst();
        }
        return version.has(Change.STATE_RESOLUTION_V2)
                ? new PowerResolution(rules, events).resolve(version, states)
                : new DepthResolution(rules, events).resolve(states);
    }

    /** Large states are copied only when they must be. */
    private static StateMap withoutRejected(StateMap state, EventSource events) {
        if (state.entries().values().stream().noneMatch(events::isRejected)) {
            return state;
        }
        Map<StateKeyTuple, EventId> accepted = new HashMap<>(state.entries());
        accepted.values().removeIf(events::isRejected);
        return new StateMap(accepted);
    }
}
