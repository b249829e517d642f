package dev.ganglion.room.thread;

import dev.ganglion.room.history.BundledRows;
import dev.ganglion.room.history.Direction;
import dev.ganglion.room.history.EventSource.Batch;
import dev.ganglion.room.history.Range;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.thread.ThreadRequest.Include;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;

/** Reads the threads of a room, newest first. A root that is gone leaves a row without an event. */
@Repository
class ThreadRepository {
    private static final int MAX_SCANNED = 2_000;

    private static final String COLUMNS =
            BundledRows.COLUMNS + ", e.sender in %s as is_ignored".formatted(BundledRows.IGNORED);

    private static final String BY_LATEST =
            """
            select %1$s, listed.place
            from (
                select t.root_position, t.latest_position as place
                from %3$s
                  and t.latest_position > :after
                  and t.latest_position <= :upTo
                order by t.latest_position desc
                limit :limit) as listed
            left join rooms.event e on e.position = listed.root_position
            %2$s
            order by listed.place desc
            """;
    private static final String ALL =
            BY_LATEST.formatted(
                    COLUMNS, BundledRows.RELATED, "rooms.thread t where t.room_nid = :room");
    private static final String PARTICIPATED =
            BY_LATEST.formatted(
                    COLUMNS,
                    BundledRows.RELATED,
                    """
                    rooms.thread_participant wrote
                    cross join lateral (
                        select root_position, latest_position
                        from rooms.thread
                        where root_position = wrote.root_position
                        limit 1) as t
                    where wrote.user_id = :readerId
                      and wrote.room_nid = :room
                    """);
    private static final String BY_EVENTS =
            """
            with scanned as materialized (
                select e.position
                from rooms.event e
                where e.room_nid = :room
                  and e.position > :after
                  and e.position <= :upTo
                  and e.state_key is null
                  and position('"rel_type":"m.thread"'::bytea in e.json) > 0
                order by e.position desc
                limit %3$d
            )
            select %1$s, listed.place, bounds.number, bounds.lowest
            from (select count(*) as number, min(position) as lowest from scanned) as bounds
            left join lateral (
                select thread.root_position, newest.position as place
                from (
                    select distinct r.target_position as root_position
                    from scanned
                    join rooms.event_relation r on r.position = scanned.position and r.kind = 't') as thread
                cross join lateral (
                    select r.position
                    from %4$s
                    cross join lateral (
                        select position
                        from rooms.event_relation
                        where target_position = thread.root_position
                          and kind = 't'
                          and position > stretch.after
                          and position <= stretch.up_to
                        order by position desc
                        limit 1) as r
                    order by r.position desc
                    limit 1) as newest
                where newest.position >= bounds.lowest
                  and newest.position <= :upTo
                  and (:isForAll or exists (
                        select
                        from rooms.thread_participant wrote
                        where wrote.root_position = thread.root_position
                          and wrote.user_id = :readerId))
                order by newest.position desc
                limit :limit) as listed on true
            left join rooms.event e on e.position = listed.root_position
            %2$s
            order by listed.place desc
            """
                    .formatted(COLUMNS, BundledRows.RELATED, MAX_SCANNED, BundledRows.SEEN);

    private final DatabaseClient database;

    ThreadRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The threads whose newest event lies in a range of which the reader sees all. Relies on
     * thread_in_room, or for one participant on thread_of_participant.
     */
    Mono<Batch> listByLatest(Reader reader, Include include, Range range, int limit) {
        return bound(
                        database.sql(include == Include.ALL ? ALL : PARTICIPATED),
                        reader,
                        range,
                        limit)
                .map(row -> ThreadRow.read(row, reader))
                .all()
                .collectList()
                .map(rows -> ThreadRow.batch(rows, rest(rows, range, limit), rows.size()));
    }

    /**
     * The threads whose newest event that the reader sees lies in the range, or as far as {@value
     * #MAX_SCANNED} events of threads reach. Relies on event_in_thread and relation_of_target.
     */
    Mono<Batch> listByEvents(Reader reader, Include include, Range range, int limit) {
        return bound(database.sql(BY_EVENTS), reader, range, limit)
                .bind("isForAll", include == Include.ALL)
                .map(row -> Scanned.read(row, reader))
                .all()
                .collectList()
                .map(rows -> batch(rows, range, limit));
    }

    private static GenericExecuteSpec bound(
            GenericExecuteSpec statement, Reader reader, Range range, int limit) {
        GenericExecuteSpec paged =
                statement
                        .bind("room", reader.room().nid().value())
                        .bind("after", range.after())
                        .bind("upTo", range.upTo())
                        .bind("limit", limit);
        return BundledRows.bind(paged, List.of(reader));
    }

    private static Range rest(List<ThreadRow> rows, Range range, int limit) {
        return rows.size() < limit
                ? Range.NOTHING
                : range.beyond(rows.getLast().place(), Direction.BACKWARDS);
    }

    /** There is always a row, which says how far was looked. */
    private static Batch batch(List<Scanned> rows, Range range, int limit) {
        Scanned bounds = rows.getFirst();
        List<ThreadRow> threads = rows.stream().flatMap(row -> row.thread().stream()).toList();
        Range rest = rest(threads, range, limit);
        return ThreadRow.batch(
                threads,
                rest.isEmpty() && bounds.number() == MAX_SCANNED
                        ? range.beyond(bounds.lowest(), Direction.BACKWARDS)
                        : rest,
                (int) bounds.number());
    }
}
