package dev.ganglion.room.relation;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.room.head.RoomIdentity;
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

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads what relates to an event, in the order of positions. */
@Repository
class RelationRepository {
    /**
     * Each kind is a stretch of the index in the right order; of each no more than the page is
     * read. From every event that is found the way back is walked, at most three steps, for what
     * relates at the second or third hand is stored as it was when it was sent.
     */
    private static final String RELATED =
            """
            select %1$s,
                   step1.kind as step1_kind, step1.rel_type as step1_rel_type, e.type as step1_type,
                   step1.target_position as step1_target,
                   step2.kind as step2_kind, step2.rel_type as step2_rel_type, via1.type as step2_type,
                   step2.target_position as step2_target,
                   step3.kind as step3_kind, step3.rel_type as step3_rel_type, via2.type as step3_type,
                   step3.target_position as step3_target
            from (
                select found.position
                from unnest(:kinds) as wanted(kind)
                cross join lateral (
                    select r.position
                    from rooms.event_relation r
                    where r.target_position = :target
                      and r.kind = wanted.kind
                      and r.position > :after
                      and r.position <= :upTo
                    order by r.position %3$s
                    limit :limit) as found
                order by found.position %3$s
                limit :limit) as related
            join rooms.event e on e.position = related.position
            left join rooms.event_relation step1
              on step1.position = e.position
              and step1.kind not in ('2', '3')
            left join rooms.event_relation step2
              on step2.position = step1.target_position
              and step1.target_position <> :target
              and step2.kind not in ('2', '3')
            left join rooms.event_relation step3
              on step3.position = step2.target_position
              and step2.target_position <> :target
              and step3.kind not in ('2', '3')
            left join rooms.event via1 on via1.position = step2.position
            left join rooms.event via2 on via2.position = step3.position
            %2$s
            order by e.position %3$s
            """;

    private static final String NEWEST_FIRST =
            RELATED.formatted(BundledRows.COLUMNS, BundledRows.RELATED, "desc");
    private static final String OLDEST_FIRST =
            RELATED.formatted(BundledRows.COLUMNS, BundledRows.RELATED, "asc");

    private final DatabaseClient database;

    RelationRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Where the event stands in that room. Relies on event_id_once. */
    Mono<Long> findPosition(RoomIdentity room, EventId eventId) {
        return database.sql(
                        """
                        select position
                        from rooms.event
                        where event_id = :eventId
                          and room_nid = :room
                        """)
                .bind("eventId", eventId.value())
                .bind("room", room.nid().value())
                .map(row -> Objects.requireNonNull(row.get("position", Long.class)))
                .one();
    }

    /** What relates to the event at a position. */
    EventSource relatedTo(Reader reader, long target, RelationFilter filter, Direction direction) {
        return (range, size) ->
                list(reader, target, filter, direction, range, size)
                        .map(found -> batch(found, range, direction, size));
    }

    private record Found(StoredEvent event, Optional<RelationPath> path) {}

    /** Relies on relation_of_target and the primary keys of event_relation and event. */
    private Mono<List<Found>> list(
            Reader reader,
            long target,
            RelationFilter filter,
            Direction direction,
            Range range,
            int limit) {
        GenericExecuteSpec statement =
                database.sql(direction == Direction.FORWARDS ? OLDEST_FIRST : NEWEST_FIRST)
                        .bind("kinds", filter.kinds())
                        .bind("target", target)
                        .bind("after", range.after())
                        .bind("upTo", range.upTo())
                        .bind("limit", limit);
        return BundledRows.bind(statement, List.of(reader))
                .map(row -> found(row, reader, target, filter))
                .all()
                .collectList();
    }

    private static Found found(Readable row, Reader reader, long target, RelationFilter filter) {
        return new Found(
                BundledRows.read(row, reader),
                RelationPath.find(row, target).filter(filter::matches));
    }

    private static Batch batch(List<Found> found, Range range, Direction direction, int size) {
        List<Candidate> candidates =
                found.stream().flatMap(each -> candidate(each).stream()).toList();
        Range rest =
                found.size() < size
                        ? Range.NOTHING
                        : range.beyond(found.getLast().event().position(), direction);
        return new Batch(candidates, rest, found.size());
    }

    private static Optional<Candidate> candidate(Found found) {
        return found.path()
                .map(
                        path ->
                                new Candidate(
                                        found.event().position(), found.event(), path.between()));
    }
}
