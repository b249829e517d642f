package dev.ganglion.sync.receipt;

import dev.ganglion.protocol.identifier.UserId;

/**
 * A user has read a room, or a thread of it, up to and including an event.
 *
 * @param eventPosition where the event stands in the event stream
 * @param timestamp milliseconds since 1970
 * @param position where the receipt stands in its own stream; 0 before it is written
 */
public record Receipt(Key key, String eventId, long eventPosition, long timestamp, long position) {
    /**
     * A later receipt of the same key replaces the earlier one.
     *
     * @param threadId empty for the whole room, {@code main}, or the thread's root
     */
    public record Key(long roomNid, UserId userId, String type, String threadId) {}

    public long roomNid() {
        return key.roomNid();
    }

    public UserId userId() {
        return key.userId();
    }

    public boolean isPrivate() {
        return key.type().equals(ReceiptType.PRIVATE_READ.value());
    }

    /** Nobody but its user is shown a private receipt. */
    public boolean isShownTo(UserId reader) {
        return !isPrivate() || userId().equals(reader);
    }
}
