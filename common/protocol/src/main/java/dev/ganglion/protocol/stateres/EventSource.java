package dev.ganglion.protocol.stateres;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;

import java.util.Optional;

/**
 * The events at hand for a resolution: those of the states to resolve and all of their auth chains,
 * loaded beforehand. Called often for one event; it answers from memory.
 */
@FunctionalInterface
public interface EventSource {
    Optional<PduEvent> find(EventId id);

    /**
     * Whether the event was rejected when it came in; such events authorize no others, and win no
     * conflict.
     */
    default boolean isRejected(EventId id) {
        return false;
    }

    /** The event of that ID; fails when the caller has not loaded it. */
    default PduEvent get(EventId id) {
        return find(id).orElseThrow(
                        () -> new IllegalStateException("State resolution lacks event " + id));
    }
}
