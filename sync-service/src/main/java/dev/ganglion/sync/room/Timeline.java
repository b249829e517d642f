package dev.ganglion.sync.room;

import dev.ganglion.service.stream.PaginationToken;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.filter.EventFilter;
import dev.ganglion.sync.visibility.RoomHistory;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The events of one room in a response.
 *
 * @param skippedState state events of the same stretch that the filter or the visibility kept out
 * @param isLimited whether there is more between the client's token and the first event
 * @param start state up to before this position comes ahead of the events
 * @param parents the positions of those events that are told together with what is bundled with
 *     them, in order
 */
public record Timeline(
        List<TimelineEvent> events,
        List<TimelineEvent> skippedState,
        boolean isLimited,
        long start,
        List<Long> parents) {
    static Timeline empty(RoomPlan plan) {
        return new Timeline(List.of(), List.of(), false, plan.upTo() + 1, List.of());
    }

    /** Chooses what the reader may see and wants. */
    static Timeline of(
            RoomPlan plan,
            Scanned scanned,
            Optional<RoomHistory> history,
            EventFilter filter,
            int limit) {
        Predicate<TimelineEvent> isVisible = event -> history.map(h -> h.shows(event)).orElse(true);
        List<TimelineEvent> visible = scanned.events().stream().filter(isVisible).toList();
        List<TimelineEvent> wanted =
                filter.isEverything() ? visible : visible.stream().filter(filter::allows).toList();
        boolean isCut = wanted.size() > limit;
        List<TimelineEvent> shown =
                isCut ? wanted.subList(wanted.size() - limit, wanted.size()) : wanted;
        boolean isLimited = isCut || scanned.hasMoreBefore();
        long start =
                start(plan, isCut ? shown : plan.isFull() ? visible : scanned.events(), isLimited);
        List<TimelineEvent> tellable =
                scanned.events().stream()
                        .filter(e -> e.position() <= plan.stateUpTo() || isVisible.test(e))
                        .toList();
        return new Timeline(
                shown,
                skipped(tellable, shown, start),
                isLimited,
                start,
                isLimited ? scanned.parentsAmong(shown) : List.of());
    }

    /** From here a client pages backwards. */
    public PaginationToken prevBatch() {
        return PaginationToken.before(events.isEmpty() ? start : events.getFirst().position());
    }

    /** Without a gap the state ahead of the timeline is the one that the client has. */
    private static long start(RoomPlan plan, List<TimelineEvent> covered, boolean isLimited) {
        if (!plan.isFull() && !isLimited) {
            return plan.after() + 1;
        }
        return covered.isEmpty() ? plan.upTo() + 1 : covered.getFirst().position();
    }

    private static List<TimelineEvent> skipped(
            List<TimelineEvent> scanned, List<TimelineEvent> shown, long start) {
        if (scanned.size() == shown.size()) {
            return List.of();
        }
        Set<Long> positions = new HashSet<>();
        shown.forEach(event -> positions.add(event.position()));
        return scanned.stream()
                .filter(event -> event.isState() && event.position() >= start)
                .filter(event -> !positions.contains(event.position()))
                .toList();
    }
}
