package dev.ganglion.protocol.stateres;

import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Several states, taken apart into what they agree on and what not.
 *
 * @param unconflicted the unconflicted state map
 * @param conflicted the conflicted state set, by key
 */
record ConflictedState(
        Map<StateKeyTuple, EventId> unconflicted, Map<StateKeyTuple, Set<EventId>> conflicted) {

    /** As of room version 2: a key is in conflict too when some of the states lack it. */
    static ConflictedState strictly(List<StateMap> states) {
        return split(states, states.size());
    }

    /** As of room version 1: a key is in conflict when two of the states differ in it. */
    static ConflictedState wherePresent(List<StateMap> states) {
        return split(states, 0);
    }

    /** All events of the conflicted state set. */
    Set<EventId> conflictedEvents() {
        Set<EventId> events = new HashSet<>();
        conflicted.values().forEach(events::addAll);
        return events;
    }

    /** The events of one of the states that belong to the conflicted state set. */
    Collection<EventId> conflictedIn(StateMap state) {
        return conflicted.keySet().stream().flatMap(key -> state.get(key).stream()).toList();
    }

    private static ConflictedState split(List<StateMap> states, int neededIn) {
        Map<StateKeyTuple, EventId> unconflicted = new HashMap<>();
        Map<StateKeyTuple, Set<EventId>> conflicted = new HashMap<>();
        Map<StateKeyTuple, Integer> presentIn = new HashMap<>();
        for (StateMap state : states) {
            state.entries().keySet().forEach(key -> presentIn.merge(key, 1, Integer::sum));
        }
        presentIn.forEach(
                (key, count) -> {
                    Set<EventId> events = valuesOf(states, key);
                    if (events.size() == 1 && count >= neededIn) {
                        unconflicted.put(key, events.iterator().next());
                    } else {
                        conflicted.put(key, events);
                    }
                });
        return new ConflictedState(unconflicted, conflicted);
    }

    private static Set<EventId> valuesOf(List<StateMap> states, StateKeyTuple key) {
        Set<EventId> values = new LinkedHashSet<>();
        states.forEach(state -> state.get(key).ifPresent(values::add));
        return values;
    }
}
