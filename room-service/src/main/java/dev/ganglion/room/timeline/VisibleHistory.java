package dev.ganglion.room.timeline;

import static dev.ganglion.protocol.auth.Membership.INVITE;
import static dev.ganglion.protocol.auth.Membership.JOIN;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;

import java.util.List;

/**
 * Which events a reader may see, by the history visibility and the reader's membership at each
 * event.
 *
 * <p>Client-server API, module "Room history visibility", "Server behaviour". Covers the stretch of
 * positions that it was loaded for.
 *
 * @param wasJoinedUntil see {@link Reader}
 */
record VisibleHistory(
        List<Span<Membership>> memberships,
        List<Span<HistoryVisibility>> visibilities,
        long wasJoinedUntil) {

    /**
     * A value of the room's state and how long it held.
     *
     * @param from the position of the event that brought it
     * @param until the position of the event that ended it, excluded
     */
    record Span<T>(T value, long from, long until) {
        boolean covers(long position) {
            return from <= position && position < until;
        }
    }

    /**
     * Whether the reader may see the event at a position. Only the reader's own membership events
     * and those of the history visibility make a difference between before and after; for them
     * either will do.
     */
    boolean allows(long position) {
        return allowsAfter(position) || allowsAfter(position - 1);
    }

    /** Whether the reader may see the room's state as it was after the event at a position. */
    boolean allowsAfter(long position) {
        return allows(membershipAfter(position), visibilityAfter(position), position);
    }

    /** The reader's membership after the event at a position. */
    Membership membershipAfter(long position) {
        return valueAt(memberships, position, Membership.LEAVE);
    }

    private boolean allows(Membership membership, HistoryVisibility visibility, long position) {
        return switch (visibility) {
            // Rule 1.
            case WORLD_READABLE -> true;
            // Rules 2 and 3.
            case SHARED -> membership == JOIN || wasJoinedUntil > position;
            // Rules 2 and 4: an invited user reads it once joined, which the reader's access to the
            // room says.
            case INVITED -> membership == JOIN || membership == INVITE;
            // Rule 2.
            case JOINED -> membership == JOIN;
        };
    }

    private HistoryVisibility visibilityAfter(long position) {
        return valueAt(visibilities, position, HistoryVisibility.SHARED);
    }

    private static <T> T valueAt(List<Span<T>> spans, long position, T otherwise) {
        for (Span<T> span : spans) {
            if (span.covers(position)) {
                return span.value();
            }
        }
        return otherwise;
    }
}
