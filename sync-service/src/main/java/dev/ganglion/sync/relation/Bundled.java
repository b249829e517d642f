package dev.ganglion.sync.relation;

import dev.ganglion.protocol.relation.BundledAggregations;
import dev.ganglion.sync.event.Reader;

import java.util.List;
import java.util.Optional;

/**
 * What is bundled with an event, of the events that its reader may see.
 *
 * @param replacement the most recent valid one
 * @param references the IDs of the newest events that reference it, oldest first
 */
public record Bundled(
        Optional<ChildEvent> replacement, Optional<ThreadSummary> thread, List<String> references) {
    /**
     * The thread of which the event is the root.
     *
     * @param latest with its own replacement and references
     * @param count of its events, without the root
     * @param isParticipant whether the reader wrote the root or another event of it
     */
    record ThreadSummary(ChildEvent latest, Bundled ofLatest, long count, boolean isParticipant) {}

    /** The value of {@code m.relations}; empty when there is nothing after all. */
    public Optional<byte[]> relations(Reader reader) {
        return aggregations(reader).json();
    }

    private BundledAggregations aggregations(Reader reader) {
        BundledAggregations all = new BundledAggregations();
        replacement.ifPresent(
                event -> all.replacement(event.json(reader, new BundledAggregations())));
        thread.ifPresent(
                summary ->
                        all.thread(
                                summary.latest()
                                        .json(reader, summary.ofLatest().aggregations(reader)),
                                summary.count(),
                                summary.isParticipant()));
        if (!references.isEmpty()) {
            all.references(references);
        }
        return all;
    }
}
