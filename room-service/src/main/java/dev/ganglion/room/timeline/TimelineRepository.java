package dev.ganglion.room.timeline;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.room.history.BundledRows;
import dev.ganglion.room.history.Direction;
import dev.ganglion.room.history.EventSource;
import dev.ganglion.room.history.EventSource.Batch;
import dev.ganglion.room.history.EventSource.Candidate;
import dev.ganglion.room.history.Range;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.StoredEvent;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a room's events in the order of their positions. */
@Repository
class TimelineRepository {
    private static final String IN_RANGE =
            """
            select %1$s
            from (
                select %4$s
                from rooms.event
                where room_nid = :room
                  and position > :after
                  and position <= :upTo
                order by position %3$s
                limit :limit) as e
            %2$s
            order by e.position %3$s
            """;
    private static final String NEWEST_FIRST =
            IN_RANGE.formatted(BundledRows.COLUMNS, BundledRows.RELATED, "desc", BundledRows.EVENT);
    private static final String OLDEST_FIRST =
            IN_RANGE.formatted(BundledRows.COLUMNS, BundledRows.RELATED, "asc", BundledRows.EVENT);
    private static final String ONE =
            """
            select %s
            from rooms.event e
            %s
            where e.event_id = :eventId
              and e.room_nid = :room
            """
                    .formatted(BundledRows.COLUMNS, BundledRows.RELATED);

    private static final String MANY =
            """
            select e.room_nid, %s
            from rooms.event e
            %s
            where e.position = any(:positions)
            """
                    .formatted(BundledRows.COLUMNS, BundledRows.RELATED);

    private final DatabaseClient database;

    TimelineRepository(DatabaseClient database) {
        this.database = database;
    }

    /** The room's events, as pages read them. */
    EventSource in(Reader reader, Direction direction) {
        return (range, size) ->
                list(reader, range, direction, size)
                        .map(events -> Batch.of(events, range, direction, size));
    }

    /** The next events of a range. Relies on event_in_room. */
    private Mono<List<Candidate>> list(Reader reader, Range range, Direction direction, int limit) {
        GenericExecuteSpec statement =
                database.sql(direction == Direction.FORWARDS ? OLDEST_FIRST : NEWEST_FIRST)
                        .bind("room", reader.room().nid().value())
                        .bind("after", range.after())
                        .bind("upTo", range.upTo())
                        .bind("limit", limit);
        return BundledRows.bind(statement, List.of(reader))
                .map(row -> Candidate.of(BundledRows.read(row, reader)))
                .all()
                .collectList();
    }

    /** Events of the readers' rooms, in no order. Relies on event's primary key. */
    Mono<List<StoredEvent>> list(Collection<Reader> readers, Collection<Long> positions) {
        Map<Long, Reader> ofRooms =
                readers.stream()
                        .collect(
                                Collectors.toMap(
                                        reader -> reader.room().nid().value(),
                                        Function.identity(),
                                        (one, _) -> one));
        GenericExecuteSpec statement =
                database.sql(MANY).bind("positions", positions.toArray(Long[]::new));
        return BundledRows.bind(statement, ofRooms.values())
                .map(row -> BundledRows.read(row, reader(row, ofRooms)))
                .all()
                .collectList();
    }

    private static Reader reader(Readable row, Map<Long, Reader> ofRooms) {
        Long room = Objects.requireNonNull(row.get("room_nid", Long.class));
        return Objects.requireNonNull(ofRooms.get(room));
    }

    /** An event of that room. Relies on event_id_once. */
    Mono<StoredEvent> find(Reader reader, EventId eventId) {
        GenericExecuteSpec statement =
                database.sql(ONE)
                        .bind("eventId", eventId.value())
                        .bind("room", reader.room().nid().value());
        return BundledRows.bind(statement, List.of(reader))
                .map(row -> BundledRows.read(row, reader))
                .one();
    }
}
