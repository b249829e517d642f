package dev.ganglion.room.timeline;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.timeline.StoredEvent.Transaction;

import io.r2dbc.spi.Readable;

import java.util.Objects;
import java.util.Optional;

/** Reads events from rows that were selected with {@link #COLUMNS}. */
final class EventRows {
    /** Of {@code rooms.event e} with {@link #RELATED}. */
    static final String COLUMNS =
            """
            e.position, e.event_id, e.json, e.sender_device, e.txn_id,
            redaction.event_id as redaction_id, redaction.json as redaction_json,
            replaced.event_id as replaced_id, replaced.json as replaced_json
            """;

    /** Relies on event's primary key. */
    static final String RELATED =
            """
            left join rooms.event redaction on redaction.position = e.redacted_by
            left join rooms.event replaced on replaced.position = e.replaced_state_position
            """;

    private EventRows() {}

    static StoredEvent read(Readable row, RoomVersion version) {
        return new StoredEvent(
                Objects.requireNonNull(row.get("position", Long.class)),
                event(row, version, "event_id", "json").orElseThrow(),
                transaction(row),
                event(row, version, "redaction_id", "redaction_json"),
                event(row, version, "replaced_id", "replaced_json"));
    }

    private static Optional<PduEvent> event(
            Readable row, RoomVersion version, String id, String json) {
        String eventId = row.get(id, String.class);
        return eventId == null
                ? Optional.empty()
                : Optional.of(
                        PduEvent.stored(
                                version,
                                EventId.parse(eventId),
                                Objects.requireNonNull(row.get(json, byte[].class))));
    }

    private static Optional<Transaction> transaction(Readable row) {
        String device = row.get("sender_device", String.class);
        String transaction = row.get("txn_id", String.class);
        return device == null || transaction == null
                ? Optional.empty()
                : Optional.of(new Transaction(device, transaction));
    }
}
