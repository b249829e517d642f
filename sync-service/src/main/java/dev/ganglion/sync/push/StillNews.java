package dev.ganglion.sync.push;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.sync.event.ThreadRoot;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What waits for a pusher and is still to be told, read as it is at that moment: {@link #COLUMNS}
 * {@link #FROM} wherever it waits, {@link #of} of each row.
 */
public final class StillNews {
    /** The event was not taken back, nor its sender, and the user may read it and wants to. */
    private static final String IS_TOLD =
            """
            (n.redacted_by is null
             and not exists (select from rooms.erased_user u where u.user_id = n.sender)
             and not exists (
                 select
                 from sync.ignored_user i
                 where i.ignored_by = :user and i.user_id = n.sender)
             and exists (
                 select
                 from rooms.room_member x
                 where x.room_nid = n.room_nid and x.user_id = :user
                   and (x.membership = 'join'
                        or (x.membership = 'invite' and x.event_position = n.position))))
            """;

    /** The threads that the user has read up to the event. */
    private static final String READ_THREADS =
            """
            (select array_agg(c.thread_id)
             from sync.receipt c
             where c.room_nid = n.room_nid and c.user_id = :user
               and c.receipt_type in ('m.read', 'm.read.private')
               and c.event_position >= n.position)
            """;

    /** What erased users said of a room is not told either. */
    private static final String STATE =
            """
            (select e.json
             from rooms.room_state s
             join rooms.event e on e.position = s.event_position
             where s.room_nid = n.room_nid and s.type = '%s' and s.state_key = '' and s.valid_to is null
               and not exists (select from rooms.erased_user u where u.user_id = e.sender))
            """;

    /** Beside those of {@code w}, which is {@code sync.waiting_push}. */
    public static final String COLUMNS =
            """
            n.event_id, r.room_id, n.json, m.displayname,
            n.position is not null
            and w.added_at > now() - :patience * interval '1 millisecond'
            and %s as is_told,
            %s as read_threads, %s as name_json, %s as alias_json
            """
                    .formatted(
                            IS_TOLD,
                            READ_THREADS,
                            STATE.formatted("m.room.name"),
                            STATE.formatted("m.room.canonical_alias"));

    /** In the order of the stream. Relies on the keys of waiting_push, receipt and room_state. */
    public static final String FROM =
            """
            from sync.waiting_push w
            left join rooms.event n on n.position = w.position
            left join rooms.room r on r.room_nid = n.room_nid
            left join rooms.room_member m on m.room_nid = n.room_nid and m.user_id = n.sender
            where w.pusher_id = :pusher
            order by w.position
            """;

    private StillNews() {}

    /**
     * For a statement of the columns.
     *
     * @param patience after so long what waits is no news any more
     */
    public static GenericExecuteSpec bind(
            GenericExecuteSpec statement, long pusherId, UserId user, Duration patience) {
        return statement
                .bind("pusher", pusherId)
                .bind("user", user.value())
                .bind("patience", patience.toMillis());
    }

    /** Empty when it is read, taken back, too old or nothing for the user's eyes any more. */
    public static Optional<Said> of(Readable row) {
        byte[] json = row.get("json", byte[].class);
        boolean isTold = json != null && Boolean.TRUE.equals(row.get("is_told", Boolean.class));
        return json != null && isTold && !isRead(row, json)
                ? Optional.of(said(row, json))
                : Optional.empty();
    }

    /** By a receipt of the whole room, or of the timeline that the event is in. */
    private static boolean isRead(Readable row, byte[] json) {
        String[] threads = row.get("read_threads", String[].class);
        if (threads == null) {
            return false;
        }
        List<String> read = List.of(threads);
        return read.contains("") || read.contains(ThreadRoot.of(json).orElse("main"));
    }

    private static Said said(Readable row, byte[] json) {
        return new Said(
                text(row, "event_id"),
                text(row, "room_id"),
                Json.parseObject(json),
                Optional.ofNullable(row.get("displayname", String.class)),
                name(row, "name_json", "name"),
                name(row, "alias_json", "alias"));
    }

    private static Optional<String> name(Readable row, String column, String field) {
        return Optional.ofNullable(row.get(column, byte[].class))
                .flatMap(json -> Json.parseObject(json).object("content"))
                .flatMap(content -> content.string(field))
                .filter(name -> !name.isBlank());
    }
}
