package dev.ganglion.protocol.stateres;

import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.version.Change;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The graph that {@code auth_events} make, walked without recursion: a chain may be as long as the
 * room is old.
 */
final class AuthGraph {
    private final EventSource events;
    private final Map<EventId, List<EventId>> authEvents = new HashMap<>();

    AuthGraph(EventSource events) {
        this.events = events;
    }

    PduEvent get(EventId id) {
        return events.get(id);
    }

    boolean isRejected(PduEvent event) {
        return events.isRejected(event.eventId());
    }

    List<EventId> authEventsOf(EventId id) {
        return authEvents.computeIfAbsent(id, key -> events.get(key).authEvents());
    }

    /** What an event itself names as the state that it rests on, without rejected events. */
    AuthState ownAuthState(PduEvent event) {
        return key -> ownAuthEvent(event, key).filter(own -> !isRejected(own));
    }

    /** The auth event of that type and state key which an event names. */
    Optional<PduEvent> ownAuthEvent(PduEvent event, StateKeyTuple key) {
        // Version 12: the create event is named by the room ID.
        if (key.equals(StateKeyTuple.CREATE)
                && event.roomVersion().has(Change.ROOM_ID_IS_CREATE_HASH)) {
            return EventId.tryParse("$" + event.roomId().value().substring(1)).map(events::get);
        }
        return authEventsOf(event.eventId()).stream()
                .map(events::get)
                .filter(own -> own.stateKeyTuple().equals(Optional.of(key)))
                .findFirst();
    }

    /** The union of the auth chains of these events; an event is not in its own chain. */
    Set<EventId> chainOf(Collection<EventId> starts) {
        Set<EventId> chain = new HashSet<>();
        Deque<EventId> open = new ArrayDeque<>(starts);
        while (!open.isEmpty()) {
            for (EventId authEvent : authEventsOf(open.pop())) {
                if (chain.add(authEvent)) {
                    open.push(authEvent);
                }
            }
        }
        return chain;
    }

    /**
     * The auth difference of several states.
     *
     * @param conflicted of each state, what it does not share with all others
     * @param shared what all of them hold
     */
    Set<EventId> difference(List<Collection<EventId>> conflicted, Collection<EventId> shared) {
        Map<EventId, Integer> inChains = new HashMap<>();
        for (Collection<EventId> ofState : conflicted) {
            chainOf(ofState).forEach(event -> inChains.merge(event, 1, Integer::sum));
        }
        inChains.values().removeIf(count -> count == conflicted.size());
        if (!inChains.isEmpty()) {
            // The chains of what is shared belong to every state; walked only when it matters.
            inChains.keySet().removeAll(chainOf(shared));
        }
        return inChains.keySet();
    }

    /** Every event on a path of auth events from one of these events to another, with its ends. */
    Set<EventId> pathsBetween(Set<EventId> ends) {
        Map<EventId, List<EventId>> citedBy = new HashMap<>();
        Set<EventId> reached = chainOf(ends);
        reached.addAll(ends);
        for (EventId event : reached) {
            for (EventId authEvent : authEventsOf(event)) {
                citedBy.computeIfAbsent(authEvent, key -> new ArrayList<>()).add(event);
            }
        }
        Set<EventId> onPath = new HashSet<>(ends);
        Deque<EventId> open = new ArrayDeque<>(ends);
        while (!open.isEmpty()) {
            for (EventId citing : citedBy.getOrDefault(open.pop(), List.of())) {
                if (onPath.add(citing)) {
                    open.push(citing);
                }
            }
        }
        return onPath;
    }
}
