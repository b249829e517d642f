package dev.ganglion.room.history;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;

import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Which events a reader may see, by the history visibility and the reader's membership at each
 * event.
 *
 * <p>Client-server API, module "Room history visibility", "Server behaviour". Covers the stretch of
 * positions that it was loaded for.
 *
 * @param wasJoinedUntil the position at which the reader's last stay in the room ended; {@link
 *     Long#MAX_VALUE} for a member, 0 for somebody who never was one
 */
public record VisibleHistory(
        List<Span<Membership>> memberships,
        List<Span<HistoryVisibility>> visibilities,
        long wasJoinedUntil) {

    /**
     * A value of the room's state and how long it held.
     *
     * @param from the position of the event that brought it
     * @param until the position of the event that ended it, excluded
     */
    public record Span<T>(T value, long from, long until) {
        boolean covers(long position) {
            return from <= position && position < until;
        }
    }

    static VisibleHistory of(List<StateChange> changes, long wasJoinedUntil) {
        return new VisibleHistory(
                changes.stream()
                        .filter(StateChange::isMembership)
                        .map(change -> span(change, change.membership()))
                        .toList(),
                changes.stream()
                        .filter(change -> !change.isMembership())
                        .map(change -> span(change, change.visibility()))
                        .toList(),
                wasJoinedUntil);
    }

    /** The same, but nothing that is older than a position is seen. */
    VisibleHistory hiddenBefore(long position) {
        return new VisibleHistory(
                with(new Span<>(Membership.LEAVE, 0, position), memberships),
                with(new Span<>(HistoryVisibility.JOINED, 0, position), visibilities),
                wasJoinedUntil);
    }

    /**
     * Whether the reader may see the event at a position. Only the reader's own membership events
     * and those of the history visibility make a difference between before and after; for them
     * either will do.
     */
    public boolean allows(long position) {
        return allowsAfter(position) || allowsAfter(position - 1);
    }

    /** Whether the reader may see the room's state as it was after the event at a position. */
    public boolean allowsAfter(long position) {
        return visibilityAfter(position)
                .allows(membershipAfter(position), wasJoinedUntil > position);
    }

    /** The reader's membership after the event at a position. */
    public Membership membershipAfter(long position) {
        return valueAt(memberships, position, Membership.LEAVE);
    }

    /**
     * The stretches within a range of which the reader sees every event, oldest first. The range
     * begins where this history is complete.
     */
    public List<Range> stretches(Range within) {
        List<Range> stretches = new ArrayList<>();
        PrimitiveIterator.OfLong turns = turns(within).iterator();
        long from = within.after();
        while (from <= within.upTo()) {
            long next = turns.hasNext() ? turns.nextLong() : Long.MAX_VALUE;
            if (allowsAfter(from)) {
                // The event that ends it is seen too: by what was before it.
                add(
                        stretches,
                        new Range(
                                Math.max(within.after(), from - 1), Math.min(within.upTo(), next)));
            }
            if (next == Long.MAX_VALUE) {
                break;
            }
            from = next;
        }
        return stretches;
    }

    /** The positions at which anything changes, in order. */
    private LongStream turns(Range within) {
        return Stream.concat(memberships.stream(), visibilities.stream())
                .flatMapToLong(span -> LongStream.of(span.from(), span.until(), wasJoinedUntil))
                .filter(position -> position > within.after() && position <= within.upTo())
                .distinct()
                .sorted();
    }

    private static void add(List<Range> stretches, Range next) {
        if (next.isEmpty()) {
            return;
        }
        if (!stretches.isEmpty() && next.after() <= stretches.getLast().upTo()) {
            stretches.set(
                    stretches.size() - 1, new Range(stretches.getLast().after(), next.upTo()));
        } else {
            stretches.add(next);
        }
    }

    /** The room's history visibility after the event at a position. */
    HistoryVisibility visibilityAfter(long position) {
        return valueAt(visibilities, position, HistoryVisibility.SHARED);
    }

    private static <T> Span<T> span(StateChange change, T value) {
        return new Span<>(value, change.from(), change.until());
    }

    private static <T> List<Span<T>> with(Span<T> first, List<Span<T>> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    /** The first that covers a position counts. */
    private static <T> T valueAt(List<Span<T>> spans, long position, T otherwise) {
        for (Span<T> span : spans) {
            if (span.covers(position)) {
                return span.value();
            }
        }
        return otherwise;
    }
}
