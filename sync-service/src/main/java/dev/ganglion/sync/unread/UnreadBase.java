package dev.ganglion.sync.unread;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.unread.UnreadReader.Asked;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** From where on each room is unread: what every count begins with. */
final class UnreadBase {
    /** Any of the room, and its main timeline. Relies on the keys of room_state and receipt. */
    static final String SQL =
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

    private static final byte[] JOINS =
            "\"membership\":\"join\"".getBytes(StandardCharsets.US_ASCII);

    private UnreadBase() {}

    static GenericExecuteSpec bind(
            GenericExecuteSpec statement, List<Map.Entry<RoomOfUser, Asked>> asked) {
        return statement
                .bind(
                        "users",
                        asked.stream()
                                .map(each -> each.getKey().user().value())
                                .toArray(String[]::new))
                .bind(
                        "rooms",
                        asked.stream().map(each -> each.getKey().roomNid()).toArray(Long[]::new))
                .bind(
                        "upTo",
                        asked.stream().map(each -> each.getValue().upTo()).toArray(Long[]::new))
                .bind("joins", JOINS);
    }

    static RoomOfUser key(Readable row) {
        return new RoomOfUser(UserId.parse(text(row, "user_id")), number(row, "room_nid"));
    }
}
