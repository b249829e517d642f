package dev.ganglion.sync.unread;

import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/** Counts what is unread from scratch. */
@Repository
class UnreadRepository {
    private static final byte[] JOINS =
            "\"membership\":\"join\"".getBytes(StandardCharsets.US_ASCII);

    private static final String COUNT =
            """
                        with base as (
                            select w.room_nid, greatest(
                                coalesce((
                                    select max(c.event_position)
                                    from sync.receipt c
                                    where c.room_nid = w.room_nid and c.user_id = :user
                                      and c.receipt_type in ('m.read', 'm.read.private')
                                      and c.thread_id in ('', 'main')), 0),
                                coalesce((
                                    select max(j.valid_from)
                                    from (
                                        select s.valid_from, position(:joins in e.json) > 0 as is_join,
                                               lag(position(:joins in e.json) > 0) over (order by s.valid_from)
                                                   as was_join
                                        from rooms.room_state s
                                        join rooms.event e on e.position = s.event_position
                                        where s.room_nid = w.room_nid and s.type = 'm.room.member'
                                          and s.state_key = :user
                                    ) j
                                    where j.is_join and not coalesce(j.was_join, false)), 0)) as position
                            from unnest(:rooms) as w(room_nid)
                        )
                        select b.room_nid, coalesce(last.position, 0) as position,
                               coalesce(last.notify_number, 0) as total, coalesce(read.notify_number, 0) as read_number,
                               (select count(*)
                                from (
                                    select x.sender,
                                           x.notify_number > lag(x.notify_number) over (order by x.position) as counts
                                    from (
                                        select y.position, y.sender, y.notify_number
                                        from rooms.event y
                                        where y.room_nid = b.room_nid and y.position >= b.position
                                          and y.position <= :upTo
                                        order by y.position desc
                                        limit 300
                                    ) x
                                ) own
                                where own.sender = :user and own.counts) as own,
                               (select count(*)
                                from rooms.event_mention m
                                where m.user_id = :user and m.room_nid = b.room_nid
                                  and m.position > b.position and m.position <= :upTo) as highlights
                        from base b
                        left join lateral (
                            select e.position, e.notify_number
                            from rooms.event e
                            where e.room_nid = b.room_nid and e.position <= :upTo
                            order by e.position desc
                            limit 1
                        ) last on true
                        left join lateral (
                            select e.notify_number
                            from rooms.event e
                            where e.room_nid = b.room_nid and e.position <= b.position
                            order by e.position desc
                            limit 1
                        ) read on true
                        """;

    private final DatabaseClient database;

    UnreadRepository(DatabaseClient database) {
        this.database = database;
    }

    private record Row(long roomNid, Unread unread) {}

    /**
     * The counts of rooms as of a position: from the later of the last receipt and the last join.
     * Own messages are subtracted as far as they are among the last 300 events. Relies on
     * event_in_room and the keys of room_state, event_mention and receipt.
     */
    Mono<Map<Long, Unread>> count(UserId user, Collection<Long> rooms, long upTo) {
        return database.sql(COUNT)
                .bind("user", user.value())
                .bind("joins", JOINS)
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("upTo", upTo)
                .map(UnreadRepository::read)
                .all()
                .collectMap(Row::roomNid, Row::unread);
    }

    private static Row read(Readable row) {
        long total = number(row, "total");
        long unread = Math.max(0, total - number(row, "read_number") - number(row, "own"));
        return new Row(
                number(row, "room_nid"),
                new Unread(number(row, "position"), total, unread, number(row, "highlights")));
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}
