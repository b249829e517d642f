package dev.ganglion.service.erasure;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;

/**
 * Whose events are hidden from somebody who reads a room. They are given in full to those who were
 * in the room at some time before the erasure, or before the event where that is the later;
 * everybody else gets {@link PduEvent#erased}.
 *
 * @param firstJoin the position of the reader's first joining; {@link Long#MAX_VALUE} for those who
 *     never were members
 */
public record ErasedFor(Erasures erasures, long firstJoin) {
    /** For readers on a server that has erased nobody. */
    public static final ErasedFor NOBODY = new ErasedFor(Erasures.NONE, Long.MAX_VALUE);

    /** Whether the reader gets no more than what is left of that user's event at a position. */
    public boolean hides(UserId sender, long position) {
        Long erasedAt = erasures.positions().get(sender);
        return erasedAt != null && firstJoin > Math.max(erasedAt, position);
    }

    /**
     * The same of an event without a known position: one that was there before, and is quoted or
     * brought along by another. It counts as older than the erasure.
     */
    public boolean hidesQuoted(UserId sender) {
        return hides(sender, 0);
    }

    /** The event as the reader gets it. */
    public PduEvent shown(PduEvent event, long position) {
        return hides(event.sender(), position) ? event.erased() : event;
    }
}
