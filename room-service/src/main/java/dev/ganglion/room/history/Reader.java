package dev.ganglion.room.history;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.service.erasure.ErasedFor;

import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who reads a room.
 *
 * @param purgedUpTo the room has no history up to here any more
 * @param readsUpTo the last position that may be looked at
 * @param recent what decides about everything from {@code completeFrom} on
 * @param erased whose events the reader gets without what they say
 */
public record Reader(
        RoomIdentity room,
        UserId userId,
        long purgedUpTo,
        long readsUpTo,
        VisibleHistory recent,
        long completeFrom,
        ErasedFor erased) {
    /** Who went in and out more often is shown less beside an event, never more. */
    private static final int MAX_STRETCHES = 32;

    static Reader of(
            RoomIdentity room,
            UserId user,
            long readsUpTo,
            RecentHistory recent,
            ErasedFor erased) {
        return new Reader(
                room,
                user,
                recent.purgedUpTo(),
                readsUpTo,
                recent.history(),
                recent.completeFrom(),
                erased);
    }

    /**
     * The stretches of history of which the reader sees every event, oldest first; only the newest
     * of very many.
     */
    public List<Range> seen() {
        List<Range> all = recent.stretches(new Range(completeFrom, readsUpTo));
        return all.subList(Math.max(0, all.size() - MAX_STRETCHES), all.size());
    }

    /** Whether whatever is sent next will be seen too, unless something changes. */
    public boolean seesWhatComes() {
        return recent.allowsAfter(Long.MAX_VALUE - 1);
    }

    /** What lies around and between those stretches. */
    List<Range> hidden() {
        List<Range> hidden = new ArrayList<>();
        long after = 0;
        for (Range seen : seen()) {
            hidden.add(new Range(after, seen.after()));
            after = seen.upTo();
        }
        hidden.add(new Range(after, Long.MAX_VALUE));
        hidden.removeIf(Range::isEmpty);
        return hidden;
    }
}
