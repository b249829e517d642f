package dev.ganglion.room.history;

import static dev.ganglion.service.database.Rows.number;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.room.history.StoredEvent.Transaction;

import io.r2dbc.spi.Readable;

import java.util.Objects;
import java.util.Optional;

/**
 * Reads events from rows that were selected with {@link #COLUMNS}: state, with which nothing is
 * bundled. {@link BundledRows} reads those of a timeline.
 */
public final class EventRows {
    /** Of {@code rooms.event e} with {@link #RELATED}. */
    public static final String COLUMNS =
            """
            e.position, e.event_id, e.json, e.sender_device, e.txn_id,
            redaction.event_id as redaction_id, redaction.json as redaction_json,
            replaced.event_id as replaced_id, replaced.json as replaced_json
            """;

    /** Relies on event's primary key. */
    public static final String RELATED =
            """
            left join rooms.event redaction on redaction.position = e.redacted_by
            left join rooms.event replaced on replaced.position = e.replaced_state_position
            """;

    private EventRows() {}

    /** The event as that reader gets it: nobody else makes a stored event out of a row. */
    public static StoredEvent read(Readable row, Reader reader) {
        long position = number(row, "position");
        return new StoredEvent(
                position,
                event(row, reader, "", position).orElseThrow(),
                transaction(row, ""),
                event(row, reader, "redaction_", 0),
                event(row, reader, "replaced_", 0),
                Bundled.NOTHING);
    }

    /** An event that is bundled with another, from columns whose names begin so. */
    static Optional<StoredEvent> findPlain(Readable row, Reader reader, String prefix) {
        Long position = row.get(prefix + "position", Long.class);
        return position == null
                ? Optional.empty()
                : event(row, reader, prefix, position)
                        .map(event -> StoredEvent.plain(position, event, transaction(row, prefix)));
    }

    /** A replacement says anew what the event said that it replaces: both are hidden, or none. */
    static Optional<StoredEvent> findReplacement(Readable row, Reader reader, String prefix) {
        return findPlain(row, reader, prefix)
                .filter(
                        replacement ->
                                !reader.erased()
                                        .hides(
                                                replacement.event().sender(),
                                                replacement.position()));
    }

    private static Optional<PduEvent> event(
            Readable row, Reader reader, String prefix, long position) {
        String eventId = row.get(prefix.isEmpty() ? "event_id" : prefix + "id", String.class);
        return eventId == null
                ? Optional.empty()
                : Optional.of(
                        reader.erased()
                                .shown(
                                        PduEvent.stored(
                                                reader.room().version(),
                                                EventId.parse(eventId),
                                                Objects.requireNonNull(
                                                        row.get(prefix + "json", byte[].class))),
                                        position));
    }

    private static Optional<Transaction> transaction(Readable row, String prefix) {
        String device = row.get(prefix + "sender_device", String.class);
        String transaction = row.get(prefix + "txn_id", String.class);
        return device == null || transaction == null
                ? Optional.empty()
                : Optional.of(new Transaction(device, transaction));
    }
}
