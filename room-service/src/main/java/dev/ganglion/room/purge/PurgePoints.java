package dev.ganglion.room.purge;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.room.head.RoomIdentity;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Objects;

/** Finds the position up to which history goes. */
@Repository
class PurgePoints {
    private final DatabaseClient database;

    PurgePoints(DatabaseClient database) {
        this.database = database;
    }

    /** Right before an event; empty when the room has no such event. Relies on event_id_once. */
    Mono<Long> before(RoomIdentity room, EventId event) {
        return database.sql(
                        """
                        select position - 1 as up_to
                        from rooms.event
                        where event_id = :event and room_nid = :room
                        """)
                .bind("event", event.value())
                .bind("room", room.nid().value())
                .map(row -> Objects.requireNonNull(row.get("up_to", Long.class)))
                .one();
    }

    /**
     * The event that says of itself to be the last from before a time; empty when there is none.
     * One whose sender's clock was wrong counts only when it is nearest to that time: what followed
     * it in the stream does not go for its sake. Relies on event_at_minute.
     */
    Mono<Long> before(RoomIdentity room, long timestamp) {
        return database.sql(
                        """
                        select position as up_to
                        from rooms.event
                        where room_nid = :room
                          and origin_server_ts / 60000 <= :timestamp / 60000
                          and origin_server_ts < :timestamp
                        order by origin_server_ts / 60000 desc, origin_server_ts desc, position desc
                        limit 1
                        """)
                .bind("room", room.nid().value())
                .bind("timestamp", timestamp)
                .map(row -> Objects.requireNonNull(row.get("up_to", Long.class)))
                .one();
    }
}
