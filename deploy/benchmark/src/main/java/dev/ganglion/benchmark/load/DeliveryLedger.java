package dev.ganglion.benchmark.load;

import dev.ganglion.benchmark.client.SyncReader.Delivered;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Matches sent events to what readers saw of them, by event ID. Every reader is expected to see
 * every acknowledged event once, and all readers of a room in one order.
 */
public final class DeliveryLedger {
    private final Map<String, Long> intendedNanos = new ConcurrentHashMap<>();
    private final Map<String, List<Delivered>> seenByReader = new ConcurrentHashMap<>();

    /** What did not arrive as it should have, over all readers. */
    public record Verdict(long lost, long doubled, long reordered) {
        public Verdict plus(Verdict other) {
            return new Verdict(
                    lost + other.lost, doubled + other.doubled, reordered + other.reordered);
        }
    }

    /**
     * Expects an event that the server has acknowledged.
     *
     * @param nanos when the event was meant to be sent, as {@link System#nanoTime}
     */
    public void acknowledged(String eventId, long nanos) {
        intendedNanos.put(eventId, nanos);
    }

    /** Where a reader of that name reports to. */
    public Consumer<Delivered> reader(String name) {
        List<Delivered> seen =
                seenByReader.computeIfAbsent(
                        name,
                        reader ->
                                java.util.Collections.synchronizedList(
                                        new java.util.ArrayList<>()));
        return seen::add;
    }

    /** Whether every reader has seen every acknowledged event. */
    public boolean isComplete() {
        return seenByReader.values().stream()
                .allMatch(seen -> distinct(seen).containsAll(intendedNanos.keySet()));
    }

    /** From the intended send to each reader's sight of it. */
    public Latencies latencies() {
        Latencies latencies = new Latencies();
        for (List<Delivered> seen : seenByReader.values()) {
            for (Delivered delivered : seen) {
                Long sent = intendedNanos.get(delivered.eventId());
                if (sent != null) {
                    latencies.record(delivered.nanos() - sent);
                }
            }
        }
        return latencies;
    }

    public Verdict verdict() {
        long lost = 0;
        long doubled = 0;
        long reordered = 0;
        Map<String, Integer> order = new HashMap<>();
        for (List<Delivered> seen : seenByReader.values()) {
            Set<String> distinct = distinct(seen);
            lost +=
                    intendedNanos.keySet().stream()
                            .filter(event -> !distinct.contains(event))
                            .count();
            doubled += seen.size() - distinct.size();
            reordered += reordered(seen, order);
        }
        return new Verdict(lost, doubled, reordered);
    }

    /**
     * The first reader to see an event gives it its place; a later reader must meet a room's events
     * in rising places.
     */
    private static long reordered(List<Delivered> seen, Map<String, Integer> order) {
        Map<String, Integer> lastInRoom = new HashMap<>();
        long reordered = 0;
        for (Delivered delivered : seen) {
            int place = order.computeIfAbsent(delivered.eventId(), event -> order.size());
            int last = lastInRoom.getOrDefault(delivered.roomId(), -1);
            if (place < last) {
                reordered++;
            }
            lastInRoom.put(delivered.roomId(), Math.max(place, last));
        }
        return reordered;
    }

    private static Set<String> distinct(List<Delivered> seen) {
        Set<String> events = new HashSet<>();
        seen.forEach(delivered -> events.add(delivered.eventId()));
        return events;
    }
}
