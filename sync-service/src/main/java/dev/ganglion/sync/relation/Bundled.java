package dev.ganglion.sync.relation;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.relation.BundledAggregations;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.Reader;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Who sent the events in it. */
    public Stream<UserId> senders() {
        return Stream.concat(
                replacement.stream().map(event -> event.header().sender()),
                thread.stream()
                        .flatMap(
                                summary ->
                                        Stream.concat(
                                                Stream.of(summary.latest().header().sender()),
                                                summary.ofLatest().senders())));
    }

    /**
     * The value of {@code m.relations}; empty when there is nothing after all.
     *
     * @param erased of the room
     */
    public Optional<byte[]> relations(Reader reader, ErasedEvents erased) {
        return aggregations(reader, erased).json();
    }

    /** A replacement says anew what an event said: of one that is hidden there is none. */
    private BundledAggregations aggregations(Reader reader, ErasedEvents erased) {
        BundledAggregations all = new BundledAggregations();
        replacement
                .filter(event -> !erased.hidesQuoted(event.header().sender()))
                .ifPresent(
                        event ->
                                all.replacement(
                                        event.json(reader, erased, new BundledAggregations())));
        thread.ifPresent(
                summary ->
                        all.thread(
                                summary.latest()
                                        .json(
                                                reader,
                                                erased,
                                                summary.ofLatest().aggregations(reader, erased)),
                                summary.count(),
                                summary.isParticipant()));
        if (!references.isEmpty()) {
            all.references(references);
        }
        return all;
    }
}
