package dev.ganglion.room.history;

import dev.ganglion.protocol.event.PduEvent;

import java.util.Optional;

/**
 * An event with what belongs into its {@code unsigned}.
 *
 * @param sentBy the device and transaction that it came from
 * @param redaction the {@code m.room.redaction} that took its content away
 * @param replaced the state event that it replaced
 */
public record StoredEvent(
        long position,
        PduEvent event,
        Optional<Transaction> sentBy,
        Optional<PduEvent> redaction,
        Optional<PduEvent> replaced,
        Bundled bundled) {

    /** The device that sent an event, and the transaction ID that it chose. */
    public record Transaction(String deviceId, String transactionId) {}

    /** An event that nothing is known of but itself and where it came from. */
    static StoredEvent plain(long position, PduEvent event, Optional<Transaction> sentBy) {
        return new StoredEvent(
                position, event, sentBy, Optional.empty(), Optional.empty(), Bundled.NOTHING);
    }

    StoredEvent with(Bundled other) {
        return new StoredEvent(position, event, sentBy, redaction, replaced, other);
    }

    /** The event without what it says, with what is bundled with it. */
    public StoredEvent withoutContent() {
        return new StoredEvent(position, event.redacted(), sentBy, redaction, replaced, bundled);
    }

    /** The size of the event and of what is bundled with it. */
    public long bytes() {
        return event.canonicalBytes().length + bundled.bytes();
    }
}
