package dev.ganglion.protocol.stateres;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mainline ordering: events by the power levels in force when they were sent, those under older
 * power levels first.
 */
final class MainlineOrdering {
    static final Comparator<PduEvent> OLDEST_FIRST =
            Comparator.comparingLong(PduEvent::originServerTs)
                    .thenComparing(event -> event.eventId().value());

    private static final int NOT_ON_MAINLINE = Integer.MAX_VALUE;

    private final AuthGraph graph;

    /** Of power levels events: where following their predecessors meets the mainline. */
    private final Map<EventId, Integer> positions = new HashMap<>();

    /** The ordering based on these power levels. */
    MainlineOrdering(AuthGraph graph, Optional<EventId> powerLevels) {
        this.graph = graph;
        Optional<EventId> next = powerLevels;
        for (int i = 0; next.isPresent() && positions.putIfAbsent(next.get(), i) == null; i++) {
            next = powerLevelsOf(graph.get(next.get()));
        }
    }

    List<PduEvent> sort(Collection<EventId> events) {
        return events.stream()
                .map(graph::get)
                .map(event -> new Placed(event, positionOf(event)))
                .sorted(
                        Comparator.comparingInt(Placed::position)
                                .reversed()
                                .thenComparing(Placed::event, OLDEST_FIRST))
                .map(Placed::event)
                .toList();
    }

    private record Placed(PduEvent event, int position) {}

    private int positionOf(PduEvent event) {
        List<EventId> walked = new ArrayList<>();
        Optional<EventId> next = powerLevelsOf(event);
        // What is being walked counts as off the mainline meanwhile, so that a loop of forged
        // event IDs (room version 2) ends.
        while (next.isPresent() && positions.putIfAbsent(next.get(), NOT_ON_MAINLINE) == null) {
            walked.add(next.get());
            next = powerLevelsOf(graph.get(next.get()));
        }
        int position = next.map(positions::get).orElse(NOT_ON_MAINLINE);
        walked.forEach(powerLevels -> positions.put(powerLevels, position));
        return position;
    }

    private Optional<EventId> powerLevelsOf(PduEvent event) {
        return graph.ownAuthEvent(event, StateKeyTuple.POWER_LEVELS).map(PduEvent::eventId);
    }
}
