package dev.ganglion.room.timeline;

import dev.ganglion.protocol.event.PduEvent;

import java.util.Optional;

/**
 * An event with what belongs into its {@code unsigned}.
 *
 * @param sentBy the device and transaction that it came from
 * @param redaction the {@code m.room.redaction} that took its content away
 * @param replaced the state event that it replaced
 */
record StoredEvent(
        long position,
        PduEvent event,
        Optional<Transaction> sentBy,
        Optional<PduEvent> redaction,
        Optional<PduEvent> replaced) {

    /** The device that sent an event, and the transaction ID that it chose. */
    record Transaction(String deviceId, String transactionId) {}
}
