package dev.ganglion.protocol.stateres;

import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;

import java.util.Map;
import java.util.Optional;

/** The state of a room at some point: one event for each type and state key. Immutable. */
public record StateMap(Map<StateKeyTuple, EventId> entries) {
    public static final StateMap EMPTY = new StateMap(Map.of());

    public StateMap {
        entries = Map.copyOf(entries);
    }

    public Optional<EventId> get(StateKeyTuple key) {
        return Optional.ofNullable(entries.get(key));
    }
}
