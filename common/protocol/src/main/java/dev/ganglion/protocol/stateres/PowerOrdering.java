package dev.ganglion.protocol.stateres;

import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The reverse topological power ordering: no event before its auth events, and among those that are
 * free to come next, the one whose sender has the greatest power, then the oldest, then the one
 * with the smallest ID.
 */
final class PowerOrdering {
    private static final Comparator<Ranked> SMALLEST_FIRST =
            Comparator.comparingLong(Ranked::senderLevel)
                    .reversed()
                    .thenComparing(Ranked::event, MainlineOrdering.OLDEST_FIRST);

    private final AuthGraph graph;

    PowerOrdering(AuthGraph graph) {
        this.graph = graph;
    }

    private record Ranked(PduEvent event, long senderLevel) {}

    /** Kahn's algorithm on the auth events among these events. */
    List<PduEvent> sort(Set<EventId> events) {
        Map<EventId, Integer> missing = new HashMap<>();
        Map<EventId, List<EventId>> citedBy = new HashMap<>();
        PriorityQueue<Ranked> free = new PriorityQueue<>(SMALLEST_FIRST);
        for (EventId event : events) {
            List<EventId> before =
                    graph.authEventsOf(event).stream().distinct().filter(events::contains).toList();
            missing.put(event, before.size());
            before.forEach(id -> citedBy.computeIfAbsent(id, key -> new ArrayList<>()).add(event));
            if (before.isEmpty()) {
                free.add(rank(event));
            }
        }
        List<PduEvent> sorted = new ArrayList<>(events.size());
        while (!free.isEmpty()) {
            PduEvent next = free.remove().event();
            sorted.add(next);
            for (EventId citing : citedBy.getOrDefault(next.eventId(), List.of())) {
                if (missing.merge(citing, -1, Integer::sum) == 0) {
                    free.add(rank(citing));
                }
            }
        }
        return sorted;
    }

    private Ranked rank(EventId id) {
        PduEvent event = graph.get(id);
        AuthState own = key -> graph.ownAuthEvent(event, key);
        // Only a create event, or an event that should not have been accepted, names none.
        return own.create().isEmpty()
                ? new Ranked(event, 0)
                : new Ranked(event, own.powerLevels().levelOf(event.sender()));
    }
}
