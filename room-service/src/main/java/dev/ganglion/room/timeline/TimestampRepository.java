package dev.ganglion.room.timeline;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.history.Direction;
import dev.ganglion.room.history.Range;
import dev.ganglion.room.timeline.TimestampController.Nearest;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;

/** Reads events in the order of their times; of one time, in the order of their positions. */
@Repository
class TimestampRepository {
    private static final String NEAREST =
            """
            select e.event_id, e.origin_server_ts
            from rooms.event e
            where e.room_nid = :room
              and e.origin_server_ts %s :ts
              and exists (
                  select 1
                  from unnest(:after, :upTo) as visible(after, up_to)
                  where e.position > visible.after and e.position <= visible.up_to)
            order by e.origin_server_ts %s, e.position %s
            limit 1
            """;
    private static final String NOT_BEFORE = NEAREST.formatted(">=", "asc", "asc");
    private static final String NOT_AFTER = NEAREST.formatted("<=", "desc", "desc");

    private final DatabaseClient database;

    TimestampRepository(DatabaseClient database) {
        this.database = database;
    }

    /** The nearest event within the stretches. Relies on event_at_time. */
    Mono<Nearest> find(RoomIdentity room, List<Range> within, long ts, Direction direction) {
        return database.sql(direction == Direction.FORWARDS ? NOT_BEFORE : NOT_AFTER)
                .bind("room", room.nid().value())
                .bind("ts", ts)
                .bind("after", within.stream().map(Range::after).toArray(Long[]::new))
                .bind("upTo", within.stream().map(Range::upTo).toArray(Long[]::new))
                .map(
                        row ->
                                new Nearest(
                                        EventId.parse(
                                                Objects.requireNonNull(
                                                        row.get("event_id", String.class))),
                                        Objects.requireNonNull(
                                                row.get("origin_server_ts", Long.class))))
                .one();
    }
}
