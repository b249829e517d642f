package dev.ganglion.room.moderation;

/** What moderation makes of an event. */
public sealed interface ModerationVerdict {
    /** It may be sent. */
    enum Allow implements ModerationVerdict {
        ALLOW
    }

    /** The sender is told no. */
    record Reject(String reason) implements ModerationVerdict {}

    /** The sender is told yes, and nobody gets to read it. */
    record Delete(String reason) implements ModerationVerdict {}
}
