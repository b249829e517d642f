package dev.ganglion.protocol.stateres;

import dev.ganglion.protocol.auth.AuthRules;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.List;

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

    /** The resolution of a set of states of one room; the empty state for no states at all. */
    public StateMap resolve(RoomVersion version, List<StateMap> sets, EventSource events) {
        List<StateMap> states = sets.stream().distinct().toList();
        if (states.size() < 2) {
            return states.isEmpty() ? StateMap.EMPTY : states.getFirst();
        }
        return version.has(Change.STATE_RESOLUTION_V2)
                ? new PowerResolution(rules, events).resolve(version, states)
                : new DepthResolution(rules, events).resolve(states);
    }
}
