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
    /** Of the nearest events, seen or not. */
    private static final int MOST_NEAREST = 20_000;

    /** Of each stretch. */
    private static final int MOST_AT_EDGE = 100;

    private static final String NEAREST =
            """
            select e.event_id, e.origin_server_ts
            from (
                select near.position
                from (
                    select position, origin_server_ts
                    from rooms.event
                    where room_nid = :room
                      and origin_server_ts / 60000 %1$s :ts / 60000
                      and origin_server_ts %1$s :ts
                    order by origin_server_ts / 60000 %2$s, origin_server_ts %2$s, position %2$s
                    limit :most) as near
                where exists (
                    select
                    from unnest(:after, :upTo) as visible(after, up_to)
                    where near.position > visible.after and near.position <= visible.up_to)
                order by near.origin_server_ts %2$s, near.position %2$s
                limit 1) as nearest
            join rooms.event e on e.position = nearest.position
            """;
    private static final String AT_EDGES =
            """
            select near.event_id, near.origin_server_ts
            from unnest(:after, :upTo) as visible(after, up_to)
            cross join lateral (
                select event_id, origin_server_ts, position
                from rooms.event
                where room_nid = :room
                  and position > visible.after
                  and position <= visible.up_to
                order by position %2$s
                limit :most) as near
            where near.origin_server_ts %1$s :ts
            order by near.origin_server_ts %2$s, near.position %2$s
            limit 1
            """;

    private final DatabaseClient database;

    TimestampRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The nearest event within the stretches, of the {@value #MOST_NEAREST} nearest of the room.
     * Relies on event_at_minute.
     */
    Mono<Nearest> find(RoomIdentity room, List<Range> within, long ts, Direction direction) {
        return query(NEAREST, MOST_NEAREST, room, within, ts, direction);
    }

    /**
     * The nearest of those that each of the stretches begins with, looking forwards, or ends with:
     * for whoever sees none of the nearest, as who has come late. Relies on event_in_room.
     */
    Mono<Nearest> findAtEdges(RoomIdentity room, List<Range> within, long ts, Direction direction) {
        return query(AT_EDGES, MOST_AT_EDGE, room, within, ts, direction);
    }

    private Mono<Nearest> query(
            String sql,
            int most,
            RoomIdentity room,
            List<Range> within,
            long ts,
            Direction direction) {
        return database.sql(
                        direction == Direction.FORWARDS
                                ? sql.formatted(">=", "asc")
                                : sql.formatted("<=", "desc"))
                .bind("room", room.nid().value())
                .bind("ts", ts)
                .bind("most", most)
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
