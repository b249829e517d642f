package dev.ganglion.sync.unread;

import static dev.ganglion.service.database.Rows.number;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Counts what is unread from scratch. What counts in a room is a difference of running numbers;
 * what of it stands in threads is looked at message by message and taken off.
 */
@Repository
class UnreadRepository {
    private static final byte[] JOINS =
            "\"membership\":\"join\"".getBytes(StandardCharsets.US_ASCII);

    /** From where on each room is unread: any of it, and its main timeline. */
    private static final String BASE =
            """
            base as (
                select w.user_id, w.room_nid, w.up_to, g.purged_notify_count as purged,
                       greatest(j.position, r.whole) as whole, greatest(j.position, r.whole, r.main) as main
                from unnest(:users, :rooms, :upTo) as w(user_id, room_nid, up_to)
                join rooms.room g on g.room_nid = w.room_nid
                cross join lateral (
                    select coalesce(max(c.event_position) filter (where c.thread_id = ''), 0) as whole,
                           coalesce(max(c.event_position) filter (where c.thread_id = 'main'), 0) as main
                    from sync.receipt c
                    where c.room_nid = w.room_nid and c.user_id = w.user_id
                      and c.receipt_type in ('m.read', 'm.read.private')
                      and c.thread_id in ('', 'main')
                ) r
                cross join lateral (
                    select coalesce(max(m.valid_from), 0) as position
                    from (
                        select s.valid_from, position(:joins in e.json) > 0 as is_join,
                               lag(position(:joins in e.json) > 0) over (order by s.valid_from) as was_join
                        from rooms.room_state s
                        join rooms.event e on e.position = s.event_position
                        where s.room_nid = w.room_nid and s.type = 'm.room.member'
                          and s.state_key = w.user_id
                    ) m
                    where m.is_join and not coalesce(m.was_join, false)
                ) j
            )
            """;

    /**
     * The last messages of threads, and what they say of themselves: the index also finds those
     * with such a relation within something else. A name of any length is not even read.
     */
    private static final String IN_THREAD =
            """
            in_thread as (
                select b.user_id, b.room_nid, b.purged, b.whole, b.main, t.position, t.sender, t.notify_number,
                       t.relation ->> 'event_id' as root
                from base b
                cross join lateral (
                    select e.position, e.sender, e.notify_number,
                           convert_from(e.json, 'UTF8')::json #> '{content,m.relates_to}' as relation
                    from rooms.event e
                    where e.room_nid = b.room_nid and e.position > b.whole and e.position <= b.up_to
                      and e.state_key is null
                      and position('"rel_type":"m.thread"'::bytea in e.json) > 0
                    order by e.position desc
                    limit 500
                ) t
                where json_typeof(t.relation) = 'object'
                  and t.relation ->> 'rel_type' = 'm.thread'
                  and t.relation ->> 'event_id' like '$_%'
                  and octet_length(t.relation ->> 'event_id') <= 255
            )
            """;

    /** What each thread adds to its own count, and to the difference over the main timeline. */
    private static final String THREADS =
            """
            thread as (
                select t.user_id, t.room_nid, t.root,
                       count(*) filter (where u.counts and u.is_unread) as notifications,
                       count(*) filter (where u.highlights and u.is_unread) as highlights,
                       count(*) filter (where u.counts and t.position > t.main) as taken_notifications,
                       count(*) filter (where u.highlights and t.position > t.main) as taken_highlights
                from in_thread t
                cross join lateral (
                    select t.sender <> t.user_id and t.notify_number > greatest((
                               select p.notify_number
                               from rooms.event p
                               where p.room_nid = t.room_nid and p.position < t.position
                               order by p.position desc
                               limit 1), t.purged) as counts,
                           exists (
                               select 1
                               from rooms.event_mention m
                               where m.user_id = t.user_id and m.room_nid = t.room_nid
                                 and m.position = t.position) as highlights,
                           t.position > coalesce((
                               select max(c.event_position)
                               from sync.receipt c
                               where c.room_nid = t.room_nid and c.user_id = t.user_id
                                 and c.receipt_type in ('m.read', 'm.read.private')
                                 and c.thread_id = t.root), 0) as is_unread
                ) u
                group by t.user_id, t.room_nid, t.root
            )
            """;

    private static final String COUNTS =
            """
            select b.user_id, b.room_nid, coalesce(last.position, 0) as position,
                   coalesce(last.notify_number, 0) as total, b.purged,
                   greatest(read.notify_number, b.purged) as read_number,
                   (select count(*)
                    from (
                        select x.sender,
                               x.notify_number > greatest(
                                   coalesce(
                                       lag(x.notify_number) over (order by x.position),
                                       case when count(*) over () < 300 then read.notify_number
                                            else x.notify_number end),
                                   b.purged) as counts
                        from (
                            select y.position, y.sender, y.notify_number
                            from rooms.event y
                            where y.room_nid = b.room_nid and y.position > b.main
                              and y.position <= b.up_to
                            order by y.position desc
                            limit 300
                        ) x
                    ) own
                    where own.sender = b.user_id and own.counts) as own,
                   (select count(*)
                    from rooms.event_mention m
                    where m.user_id = b.user_id and m.room_nid = b.room_nid
                      and m.position > b.main and m.position <= b.up_to) as highlights,
                   threads.*
            from base b
            left join lateral (
                select e.position, e.notify_number
                from rooms.event e
                where e.room_nid = b.room_nid and e.position <= b.up_to
                order by e.position desc
                limit 1
            ) last on true
            left join lateral (
                select e.notify_number
                from rooms.event e
                where e.room_nid = b.room_nid and e.position <= b.main
                order by e.position desc
                limit 1
            ) read on true
            cross join lateral (
                select coalesce(array_agg(t.root), '{}') as roots,
                       coalesce(array_agg(t.notifications), '{}') as thread_notifications,
                       coalesce(array_agg(t.highlights), '{}') as thread_highlights,
                       coalesce(array_agg(t.taken_notifications), '{}') as taken_notifications,
                       coalesce(array_agg(t.taken_highlights), '{}') as taken_highlights
                from thread t
                where t.user_id = b.user_id and t.room_nid = b.room_nid
            ) threads
            """;

    private static final String SQL =
            "with " + String.join(",\n", BASE, IN_THREAD, THREADS) + COUNTS;

    /** So much is counted in one statement, and in so many at once: others need connections too. */
    private static final int MAX_ROWS = 500;

    private static final int MAX_QUERIES = 3;

    private final DatabaseClient database;

    UnreadRepository(DatabaseClient database) {
        this.database = database;
    }

    private record Row(RoomOfUser key, Unread unread) {}

    /**
     * The counts of users' rooms, each as of a position: from the later of the last receipt and the
     * last join. Own messages are subtracted as far as they are among the last 300 events, and the
     * last 500 messages of threads are told apart: older ones are taken for the main timeline's.
     * Relies on event_in_room, event_in_thread and the keys of room_state, event_mention and
     * receipt.
     */
    Mono<Map<RoomOfUser, Unread>> count(Map<RoomOfUser, Long> upTo) {
        return Flux.fromIterable(upTo.entrySet())
                .buffer(MAX_ROWS)
                .flatMap(this::query, MAX_QUERIES)
                .collectMap(Row::key, Row::unread);
    }

    private Flux<Row> query(List<Map.Entry<RoomOfUser, Long>> asked) {
        return database.sql(SQL)
                .bind(
                        "users",
                        asked.stream()
                                .map(each -> each.getKey().user().value())
                                .toArray(String[]::new))
                .bind(
                        "rooms",
                        asked.stream().map(each -> each.getKey().roomNid()).toArray(Long[]::new))
                .bind("upTo", asked.stream().map(Map.Entry::getValue).toArray(Long[]::new))
                .bind("joins", JOINS)
                .map(UnreadRepository::read)
                .all();
    }

    private static Row read(Readable row) {
        Threads threads = threads(row);
        long total = number(row, "total");
        long unread =
                total
                        - number(row, "read_number")
                        - number(row, "own")
                        - threads.taken().notifications();
        long highlights = number(row, "highlights") - threads.taken().highlights();
        Count main = new Count(Math.max(0, unread), Math.max(0, highlights));
        UserId user = UserId.parse(Objects.requireNonNull(row.get("user_id", String.class)));
        return new Row(
                new RoomOfUser(user, number(row, "room_nid")),
                new Unread(
                        number(row, "position"),
                        total,
                        number(row, "purged"),
                        main,
                        threads.unread()));
    }

    /**
     * @param taken what is to be taken off the main timeline
     */
    private record Threads(Map<String, Count> unread, Count taken) {}

    /** What names no event as its root is in no thread, as it is for {@code ThreadRoot}. */
    private static Threads threads(Readable row) {
        String[] roots = Objects.requireNonNull(row.get("roots", String[].class));
        Long[] notifications = numbers(row, "thread_notifications");
        Long[] highlights = numbers(row, "thread_highlights");
        Long[] takenNotifications = numbers(row, "taken_notifications");
        Long[] takenHighlights = numbers(row, "taken_highlights");
        Map<String, Count> threads = new HashMap<>();
        Count taken = Count.NONE;
        for (int i = 0; i < roots.length; i++) {
            if (EventId.tryParse(roots[i]).isPresent()) {
                taken = taken.plus(new Count(takenNotifications[i], takenHighlights[i]));
                threads.put(roots[i], new Count(notifications[i], highlights[i]));
            }
        }
        threads.values().removeIf(Count::isZero);
        return new Threads(threads, taken);
    }

    private static Long[] numbers(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long[].class));
    }
}
