package dev.ganglion.room.history;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.version.RoomVersion;
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

    public static StoredEvent read(Readable row, RoomVersion version) {
        return new StoredEvent(
                Objects.requireNonNull(row.get("position", Long.class)),
                event(row, version, "").orElseThrow(),
                transaction(row, ""),
                event(row, version, "redaction_"),
                event(row, version, "replaced_"),
                Bundled.NOTHING);
    }

    /** An event that is bundled with another, from columns whose names begin so. */
    static Optional<StoredEvent> findPlain(Readable row, RoomVersion version, String prefix) {
        return event(row, version, prefix)
                .map(
                        event ->
                                StoredEvent.plain(
                                        Objects.requireNonNull(
                                                row.get(prefix + "position", Long.class)),
                                        event,
                                        transaction(row, prefix)));
    }

    private static Optional<PduEvent> event(Readable row, RoomVersion version, String prefix) {
        String eventId = row.get(prefix.isEmpty() ? "event_id" : prefix + "id", String.class);
        return eventId == null
                ? Optional.empty()
                : Optional.of(
                        PduEvent.stored(
                                version,
                                EventId.parse(eventId),
                                Objects.requireNonNull(row.get(prefix + "json", byte[].class))));
    }

    private static Optional<Transaction> transaction(Readable row, String prefix) {
        String device = row.get(prefix + "sender_device", String.class);
        String transaction = row.get(prefix + "txn_id", String.class);
        return device == null || transaction == null
                ? Optional.empty()
                : Optional.of(new Transaction(device, transaction));
    }
}
