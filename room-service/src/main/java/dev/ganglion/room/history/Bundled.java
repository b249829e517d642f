package dev.ganglion.room.history;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is bundled with an event, of the events that its reader may see. Client-server API,
 * "Aggregations of child events".
 *
 * @param replacement the most recent valid replacement
 * @param references the IDs of the newest events that reference it, oldest first
 */
public record Bundled(
        Optional<StoredEvent> replacement,
        Optional<ThreadSummary> thread,
        List<String> references) {
    public static final Bundled NOTHING =
            new Bundled(Optional.empty(), Optional.empty(), List.of());

    /**
     * The thread of which the event is the root.
     *
     * @param latest with its own replacement and references
     * @param count of its events, without the root
     * @param isParticipant whether the reader wrote the root or another event of it
     */
    public record ThreadSummary(StoredEvent latest, long count, boolean isParticipant) {}

    /** The size of the events in it. */
    long bytes() {
        return Stream.concat(replacement.stream(), thread.map(ThreadSummary::latest).stream())
                .mapToLong(StoredEvent::bytes)
                .sum();
    }
}
