package dev.ganglion.sync.unread;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.event.ClientEventBytes;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.event.ThreadRoot;
import dev.ganglion.sync.unread.UnreadReader.Asked;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads the unread events of those whose rules have to be put to them. */
@Repository
class OwnRulesRepository {
    /** On average, of the latest events of a room: rules are put to every byte. */
    private static final int BYTES_OF_EVENT = 2_048;

    private static final String LATEST =
            """
            select b.user_id, b.room_nid, b.purged, b.main, coalesce(last.position, 0) as last_position,
                   coalesce(last.notify_number, 0) as total, m.displayname, read.threads, read.read_up_to,
                   e.position, e.event_id, e.sender, e.state_key, e.json
            from base b
            left join rooms.room_member m on m.room_nid = b.room_nid and m.user_id = b.user_id
            left join lateral (
                select x.position, x.notify_number
                from rooms.event x
                where x.room_nid = b.room_nid and x.position <= b.up_to
                order by x.position desc
                limit 1
            ) last on true
            cross join lateral (
                select coalesce(array_agg(t.thread_id), '{}') as threads,
                       coalesce(array_agg(t.position), '{}') as read_up_to
                from (
                    select c.thread_id, max(c.event_position) as position
                    from sync.receipt c
                    where c.room_nid = b.room_nid and c.user_id = b.user_id
                      and c.receipt_type in ('m.read', 'm.read.private')
                      and c.thread_id not in ('', 'main') and c.event_position > b.whole
                    group by c.thread_id
                    order by position desc
                    limit 1000
                ) t
            ) read
            left join lateral (
                select x.position, x.event_id, x.sender, x.state_key, x.json, x.notify_number,
                       sum(octet_length(x.json)) over (order by x.position desc) as bytes
                from (
                    select l.*
                    from rooms.event l
                    where l.room_nid = b.room_nid and l.position > b.whole and l.position <= b.up_to
                    order by l.position desc
                    limit :limit
                ) x
            ) e on e.sender <> b.user_id and (b.purged = 0 or e.notify_number > b.purged)
                and e.bytes - octet_length(e.json) < :bytes
            """;

    private static final String SQL = "with " + UnreadBase.SQL + LATEST;

    private final DatabaseClient database;

    OwnRulesRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A room of a user, with one of the events that may be unread there.
     *
     * @param main up to where the main timeline is read
     * @param threads up to where threads are read, beyond the whole room
     * @param event empty for a room that has none
     */
    record Row(
            RoomOfUser key,
            Unread nothing,
            long main,
            Map<String, Long> threads,
            Optional<String> name,
            Optional<Event> event) {
        boolean isUnread(Event one) {
            return one.thread()
                    .map(root -> one.position() > threads.getOrDefault(root, 0L))
                    .orElse(one.position() > main);
        }
    }

    /**
     * @param json as clients get it, without {@code room_id}
     */
    record Event(long position, UserId sender, RawJson json, Optional<String> thread) {}

    /**
     * One row for each event among the last so many of each room, fewer if they are large; one
     * without an event for a room that has none. Relies on event_in_room and the keys of
     * room_state, room_member and receipt.
     */
    Flux<Row> latest(List<Map.Entry<RoomOfUser, Asked>> asked, int limit) {
        return UnreadBase.bind(database.sql(SQL), asked)
                .bind("limit", limit)
                .bind("bytes", (long) limit * BYTES_OF_EVENT)
                .map(OwnRulesRepository::read)
                .all();
    }

    private static Row read(Readable row) {
        byte[] json = row.get("json", byte[].class);
        return new Row(
                UnreadBase.key(row),
                new Unread(
                        number(row, "last_position"),
                        number(row, "total"),
                        number(row, "purged"),
                        Count.NONE,
                        Map.of()),
                number(row, "main"),
                threads(row),
                Optional.ofNullable(row.get("displayname", String.class)),
                json == null ? Optional.empty() : Optional.of(event(row, json)));
    }

    private static Event event(Readable row, byte[] json) {
        boolean isState = row.get("state_key", String.class) != null;
        return new Event(
                number(row, "position"),
                new UserId(text(row, "sender")),
                RawJson.ofTrusted(ClientEventBytes.of(json, new EventId(text(row, "event_id")))),
                isState ? Optional.empty() : ThreadRoot.of(json));
    }

    private static Map<String, Long> threads(Readable row) {
        String[] roots = Objects.requireNonNull(row.get("threads", String[].class));
        Long[] positions = Objects.requireNonNull(row.get("read_up_to", Long[].class));
        Map<String, Long> threads = new HashMap<>();
        for (int i = 0; i < roots.length; i++) {
            threads.put(roots[i], positions[i]);
        }
        return threads;
    }
}
