package dev.ganglion.room.timeline;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.room.head.RoomIdentity;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;

/** Reads a room's events in the order of their positions. */
@Repository
class TimelineRepository {
    private static final String IN_RANGE =
            """
            select %s
            from rooms.event e
            %s
            where e.room_nid = :room
              and e.position > :after
              and e.position <= :upTo
            order by e.position %s
            limit :limit
            """;
    private static final String NEWEST_FIRST =
            IN_RANGE.formatted(EventRows.COLUMNS, EventRows.RELATED, "desc");
    private static final String OLDEST_FIRST =
            IN_RANGE.formatted(EventRows.COLUMNS, EventRows.RELATED, "asc");
    private static final String ONE =
            """
            select %s
            from rooms.event e
            %s
            where e.event_id = :eventId
              and e.room_nid = :room
            """
                    .formatted(EventRows.COLUMNS, EventRows.RELATED);

    private final DatabaseClient database;

    TimelineRepository(DatabaseClient database) {
        this.database = database;
    }

    /** The next events of a range. Relies on event_in_room. */
    Mono<List<StoredEvent>> list(RoomIdentity room, Range range, Direction direction, int limit) {
        return database.sql(direction == Direction.FORWARDS ? OLDEST_FIRST : NEWEST_FIRST)
                .bind("room", room.nid().value())
                .bind("after", range.after())
                .bind("upTo", range.upTo())
                .bind("limit", limit)
                .map(row -> EventRows.read(row, room.version()))
                .all()
                .collectList();
    }

    /** An event of that room. Relies on event (event_id). */
    Mono<StoredEvent> find(RoomIdentity room, EventId eventId) {
        return database.sql(ONE)
                .bind("eventId", eventId.value())
                .bind("room", room.nid().value())
                .map(row -> EventRows.read(row, room.version()))
                .one();
    }
}
