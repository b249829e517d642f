package dev.ganglion.room.head;

import dev.ganglion.protocol.event.StateKeyTuple;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The cached head of one room. The extent changes only by {@link #advance}, which one writer at a
 * time calls; state is added as it is loaded. A loaded value never replaces one that is there, so a
 * load that began before a write cannot undo it.
 */
public class RoomHead implements RoomView {
    private static final int BASE_WEIGHT = 1_000;
    private static final int ENTRY_WEIGHT = 150;

    private final RoomIdentity identity;
    private final AtomicInteger weight = new AtomicInteger(BASE_WEIGHT);
    private final Map<StateKeyTuple, Optional<StateEvent>> state = new ConcurrentHashMap<>();
    private volatile RoomExtent extent;

    public RoomHead(RoomIdentity identity, RoomExtent extent) {
        this.identity = identity;
        this.extent = extent;
    }

    @Override
    public RoomIdentity identity() {
        return identity;
    }

    @Override
    public RoomExtent extent() {
        return extent;
    }

    @Override
    public Optional<StateEvent> stateEvent(StateKeyTuple key) {
        Optional<StateEvent> known = state.get(key);
        if (known == null) {
            throw new StateNotLoaded(key);
        }
        return known;
    }

    /** Those of the keys about which nothing is known yet. */
    List<StateKeyTuple> unknown(Collection<StateKeyTuple> keys) {
        return keys.stream().filter(key -> !state.containsKey(key)).toList();
    }

    /** Takes what was read from the database for a key, empty when the room has no such state. */
    void loaded(StateKeyTuple key, Optional<StateEvent> value) {
        if (state.putIfAbsent(key, value) == null) {
            weight.addAndGet(weight(key, value));
        }
    }

    /** Follows a batch that was committed. */
    void advance(RoomExtent next, Map<StateKeyTuple, StateEvent> changed) {
        changed.forEach((key, value) -> put(key, Optional.of(value)));
        extent = next;
    }

    /** Roughly the bytes that it takes in memory; changes as state is added. */
    int weight() {
        return weight.get();
    }

    private void put(StateKeyTuple key, Optional<StateEvent> value) {
        Optional<StateEvent> before = state.put(key, value);
        weight.addAndGet(weight(key, value) - (before == null ? 0 : weight(key, before)));
    }

    private static int weight(StateKeyTuple key, Optional<StateEvent> value) {
        return ENTRY_WEIGHT
                + key.type().length()
                + key.stateKey().length()
                + value.map(StateEvent::weight).orElse(0);
    }
}
