package dev.ganglion.room.history;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The newest changes of what decides what a user may see of a room.
 *
 * @param completeFrom nothing is missing from this position on
 * @param latestPosition of the room when this was read
 * @param purgedUpTo the room has no history up to here any more
 * @param erasures how many users had been erased when this was read
 */
record RecentHistory(
        VisibleHistory history,
        long completeFrom,
        long latestPosition,
        long purgedUpTo,
        long erasures) {
    /** A change, if there is any, beside where the room ends and begins. */
    record Row(long latestPosition, long purgedUpTo, long erasures, Optional<StateChange> change) {}

    /**
     * Puts the rows together, of which there is at least one.
     *
     * @param limit as many changes of each kind were asked for
     */
    static RecentHistory of(List<Row> rows, int limit) {
        List<StateChange> changes = rows.stream().flatMap(row -> row.change().stream()).toList();
        return new RecentHistory(
                VisibleHistory.of(changes, endOfLastStay(changes)),
                completeFrom(changes, limit),
                rows.getFirst().latestPosition(),
                rows.getFirst().purgedUpTo(),
                rows.getFirst().erasures());
    }

    /** Who went in and out that often since has, to this server, never been inside. */
    private static long endOfLastStay(List<StateChange> changes) {
        return changes.stream()
                .filter(StateChange::isMembership)
                .filter(change -> change.membership() == Membership.JOIN)
                .mapToLong(StateChange::until)
                .max()
                .orElse(0);
    }

    /**
     * From where on nothing is missing.
     *
     * @param limit as many changes of each kind were asked for, the newest
     */
    static long completeFrom(List<StateChange> changes, int limit) {
        return Math.max(
                completeFrom(changes, StateChange::isMembership, limit),
                completeFrom(changes, Predicate.not(StateChange::isMembership), limit));
    }

    /**
     * The last position that the user may look at now; empty for one to whom the room is closed.
     */
    Optional<Long> readsUpTo() {
        Membership now = history.membershipAfter(latestPosition);
        if (now == Membership.JOIN
                || history.visibilityAfter(latestPosition) == HistoryVisibility.WORLD_READABLE) {
            return Optional.of(latestPosition);
        }
        return Optional.of(Math.min(history.wasJoinedUntil(), latestPosition))
                .filter(left -> now.isOutside() && left > 0);
    }

    /**
     * Where the user joined for the first time, {@link Long#MAX_VALUE} for never; empty where that
     * is longer ago than what was read.
     */
    OptionalLong firstJoin() {
        return completeFrom > 0
                ? OptionalLong.empty()
                : OptionalLong.of(
                        history.memberships().stream()
                                .filter(span -> span.value() == Membership.JOIN)
                                .mapToLong(VisibleHistory.Span::from)
                                .min()
                                .orElse(Long.MAX_VALUE));
    }

    private static long completeFrom(
            List<StateChange> changes, Predicate<StateChange> kind, int limit) {
        List<StateChange> ofKind = changes.stream().filter(kind).toList();
        return ofKind.size() < limit
                ? 0
                : ofKind.stream().mapToLong(StateChange::from).min().orElseThrow();
    }
}
