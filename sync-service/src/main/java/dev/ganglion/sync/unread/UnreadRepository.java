package dev.ganglion.sync.unread;

import static dev.ganglion.service.database.Rows.number;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.unread.UnreadReader.Asked;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * Counts what is unread from scratch. What counts in a room is a difference of running numbers;
 * what of it stands in threads is looked at message by message and taken off.
 */
@Repository
class UnreadRepository {
    private static final String IGNORED =
            """
            ignored as (select * from unnest(:ignorers, :ignored) as i(user_id, ignored))
            """;

    /**
     * The last messages of threads, and what they say of themselves: the index also finds those
     * with such a relation within something else. A name of any length is not even read.
     */
    private static final String IN_THREAD =
            """
            in_thread as (
                select b.user_id, b.room_nid, b.purged, b.main, t.position, t.notify_number,
                       t.sender <> b.user_id
                       and (b.user_id, t.sender) not in (select i.user_id, i.ignored from ignored i) as is_heard,
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
                    select t.is_heard and (t.notify_number > greatest((
                               select p.notify_number
                               from rooms.event p
                               where p.room_nid = t.room_nid and p.position < t.position
                               order by p.position desc
                               limit 1), t.purged) or h.highlights) as counts,
                           t.is_heard and h.highlights as highlights,
                           t.position > coalesce((
                               select max(c.event_position)
                               from sync.receipt c
                               where c.room_nid = t.room_nid and c.user_id = t.user_id
                                 and c.receipt_type in ('m.read', 'm.read.private')
                                 and c.thread_id = t.root), 0) as is_unread
                    from (select exists (
                              select 1
                              from rooms.event_mention m
                              where m.user_id = t.user_id and m.room_nid = t.room_nid
                                and m.position = t.position) as highlights) h
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
                    where own.counts
                      and (own.sender = b.user_id
                           or (b.user_id, own.sender) in (select i.user_id, i.ignored from ignored i))) as own,
                   mentions.highlights, mentions.uncounted,
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
                select count(*) as highlights,
                       count(*) filter (where n.notify_number <= greatest(n.before, b.purged)) as uncounted
                from (
                    select e.notify_number,
                           (select p.notify_number
                            from rooms.event p
                            where p.room_nid = e.room_nid and p.position < e.position
                            order by p.position desc
                            limit 1) as before
                    from (
                        select m.position
                        from rooms.event_mention m
                        where m.user_id = b.user_id and m.room_nid = b.room_nid
                          and m.position > b.main and m.position <= b.up_to
                        order by m.position desc
                        limit 1000
                    ) m
                    join rooms.event e on e.position = m.position
                    where (b.user_id, e.sender) not in (select i.user_id, i.ignored from ignored i)
                ) n
            ) mentions
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
            "with " + String.join(",\n", UnreadBase.SQL, IGNORED, IN_THREAD, THREADS) + COUNTS;

    /** So much is counted in one statement, and in so many at once: others need connections too. */
    private static final int MAX_ROWS = 500;

    private static final int MAX_QUERIES = 3;

    private final DatabaseClient database;

    UnreadRepository(DatabaseClient database) {
        this.database = database;
    }

    private record Row(RoomOfUser key, Unread unread) {}

    /**
     * The counts of users' rooms by the running numbers, each as of a position: from the later of
     * the last receipt and the last join. What users said themselves and what they ignore is
     * subtracted as far as it is among the last 300 events, of the highlights the last 1,000 are
     * counted, and the last 500 messages of threads are told apart: older ones are taken for the
     * main timeline's. Relies on event_in_room, event_in_thread and the keys of room_state,
     * event_mention and receipt.
     */
    Mono<Map<RoomOfUser, Counted>> count(Map<RoomOfUser, Asked> asked) {
        return Flux.fromIterable(asked.entrySet())
                .buffer(MAX_ROWS)
                .flatMap(this::query, MAX_QUERIES)
                .collectMap(Row::key, row -> counted(row, asked));
    }

    private static Counted counted(Row row, Map<RoomOfUser, Asked> asked) {
        Basis basis = Objects.requireNonNull(asked.get(row.key())).basis();
        Unread unread =
                basis.way() == Basis.Way.BY_MENTIONS
                        ? row.unread().highlightsAlone()
                        : row.unread();
        return new Counted(unread, basis, Optional.empty());
    }

    private Flux<Row> query(List<Map.Entry<RoomOfUser, Asked>> asked) {
        Map<UserId, Set<UserId>> ignored = new HashMap<>();
        asked.forEach(each -> ignored.put(each.getKey().user(), each.getValue().basis().ignored()));
        return UnreadBase.bind(database.sql(SQL), asked)
                .bind("ignorers", pairs(ignored, (user, _) -> user))
                .bind("ignored", pairs(ignored, (_, other) -> other))
                .map(UnreadRepository::read)
                .all();
    }

    private static String[] pairs(Map<UserId, Set<UserId>> ignored, BinaryOperator<UserId> one) {
        return ignored.entrySet().stream()
                .flatMap(
                        list ->
                                list.getValue().stream()
                                        .map(other -> one.apply(list.getKey(), other).value()))
                .toArray(String[]::new);
    }

    private static Row read(Readable row) {
        Threads threads = threads(row);
        long total = number(row, "total");
        long unread =
                total
                        - number(row, "read_number")
                        - number(row, "own")
                        + number(row, "uncounted")
                        - threads.taken().notifications();
        long highlights = number(row, "highlights") - threads.taken().highlights();
        Count main = new Count(Math.max(0, unread), Math.max(0, highlights));
        return new Row(
                UnreadBase.key(row),
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
