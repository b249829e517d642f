package dev.ganglion.room.redact;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.room.head.RoomIdentity;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Objects;

/** Finds the target of a redaction. */
@Repository
class RedactRepository {
    private final DatabaseClient database;

    RedactRepository(DatabaseClient database) {
        this.database = database;
    }

    /** The event, if it is in that room. Relies on event_id_once. */
    Mono<PduEvent> find(RoomIdentity room, EventId eventId) {
        return database.sql(
                        """
                        select json
                        from rooms.event
                        where event_id = :eventId and room_nid = :room
                        """)
                .bind("eventId", eventId.value())
                .bind("room", room.nid().value())
                .map(
                        row ->
                                PduEvent.stored(
                                        room.version(),
                                        eventId,
                                        Objects.requireNonNull(row.get("json", byte[].class))))
                .one();
    }
}
