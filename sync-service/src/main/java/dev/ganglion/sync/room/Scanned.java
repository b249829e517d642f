package dev.ganglion.sync.room;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.EventReader.Found;
import dev.ganglion.sync.event.TimelineEvent;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What was read of a room.
 *
 * @param parents the positions of the events that have children; empty for what comes from memory,
 *     where all children of the events are among the events themselves
 */
record Scanned(List<TimelineEvent> events, boolean hasMoreBefore, Optional<Set<Long>> parents) {
    static final Scanned NOTHING = new Scanned(List.of(), false, Optional.of(Set.of()));

    static Scanned ofMemory(List<TimelineEvent> events) {
        return new Scanned(events, false, Optional.empty());
    }

    /**
     * What the database had.
     *
     * @param count as many events were wanted; there is one more where there are more before
     */
    static Scanned of(List<Found> found, int count) {
        boolean hasMore = found.size() > count;
        List<Found> wanted = hasMore ? found.subList(found.size() - count, found.size()) : found;
        return new Scanned(
                wanted.stream().map(Found::event).toList(),
                hasMore,
                Optional.of(
                        wanted.stream()
                                .filter(Found::isParent)
                                .map(each -> each.event().position())
                                .collect(Collectors.toSet())));
    }

    /** As if those had sent nothing but state. */
    Scanned without(Set<UserId> ignored) {
        return ignored.isEmpty()
                ? this
                : new Scanned(
                        events.stream()
                                .filter(
                                        event ->
                                                event.isState()
                                                        || !ignored.contains(event.sender()))
                                .toList(),
                        hasMoreBefore,
                        parents);
    }

    /** State has nothing bundled with it. Client-server API, "Aggregations of child events". */
    List<Long> parentsAmong(List<TimelineEvent> shown) {
        Predicate<Long> isParent =
                parents.<Predicate<Long>>map(known -> known::contains)
                        .orElseGet(
                                () -> {
                                    boolean hasChildren =
                                            events.stream().anyMatch(TimelineEvent::mayBeChild);
                                    return _ -> hasChildren;
                                });
        return shown.stream()
                .filter(event -> !event.isState())
                .map(TimelineEvent::position)
                .filter(isParent)
                .toList();
    }
}
