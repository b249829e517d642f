package dev.ganglion.sync.pushgateway;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.event.ThreadRoot;
import dev.ganglion.sync.pushgateway.DueEvent.Said;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Reads what a pusher is told of, as it is at that moment. */
@Repository
class DueEventRepository {
    /** What erased users said of a room is not told either. */
    private static final String STATE =
            """
            (select e.json
             from rooms.room_state s
             join rooms.event e on e.position = s.event_position
             where s.room_nid = n.room_nid and s.type = '%s' and s.state_key = '' and s.valid_to is null
               and not exists (select from rooms.erased_user u where u.user_id = e.sender))
            """;

    private static final String NEXT =
            """
            select w.position, w.tweaks, n.event_id, r.room_id, n.json, m.displayname,
                   n.position is not null
                   and w.added_at > now() - :patience * interval '1 millisecond'
                   and n.redacted_by is null
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
                              or (x.membership = 'invite' and x.event_position = n.position))) as is_wanted,
                   (select array_agg(c.thread_id)
                    from sync.receipt c
                    where c.room_nid = n.room_nid and c.user_id = :user
                      and c.receipt_type in ('m.read', 'm.read.private')
                      and c.event_position >= n.position) as read_threads,
                   %s as name_json, %s as alias_json
            from sync.waiting_push w
            left join rooms.event n on n.position = w.position
            left join rooms.room r on r.room_nid = n.room_nid
            left join rooms.room_member m on m.room_nid = n.room_nid and m.user_id = n.sender
            where w.pusher_id = :pusher
            order by w.position
            limit 1
            """
                    .formatted(
                            STATE.formatted("m.room.name"),
                            STATE.formatted("m.room.canonical_alias"));

    private final DatabaseClient database;
    private final PushGatewayProperties properties;

    DueEventRepository(DatabaseClient database, PushGatewayProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /**
     * The oldest that waits. Relies on the keys of waiting_push, receipt and room_state_current.
     */
    Mono<DueEvent> next(Claim claim) {
        return database.sql(NEXT)
                .bind("pusher", claim.pusherId())
                .bind("user", claim.user().value())
                .bind("patience", properties.giveUpAfter().toMillis())
                .map(DueEventRepository::read)
                .one();
    }

    private static DueEvent read(Readable row) {
        byte[] json = row.get("json", byte[].class);
        boolean isWanted =
                json != null
                        && Boolean.TRUE.equals(row.get("is_wanted", Boolean.class))
                        && !isRead(row, json);
        return new DueEvent(
                number(row, "position"),
                isWanted,
                Json.parseObject(text(row, "tweaks")),
                json == null ? Optional.empty() : Optional.of(said(row, json)));
    }

    private static Said said(Readable row, byte[] json) {
        return new Said(
                text(row, "event_id"),
                text(row, "room_id"),
                Json.parseObject(json),
                Optional.ofNullable(row.get("displayname", String.class)),
                content(row, "name_json").string("name").filter(name -> !name.isBlank()),
                content(row, "alias_json").string("alias").filter(alias -> !alias.isBlank()));
    }

    /** A receipt of the whole room, or of the timeline that the event is in. */
    private static boolean isRead(Readable row, byte[] json) {
        String[] threads = row.get("read_threads", String[].class);
        if (threads == null) {
            return false;
        }
        List<String> read = List.of(threads);
        return read.contains("") || read.contains(ThreadRoot.of(json).orElse("main"));
    }

    private static JsonObject content(Readable row, String column) {
        return Optional.ofNullable(row.get(column, byte[].class))
                .flatMap(json -> Json.parseObject(json).object("content"))
                .orElse(JsonObject.EMPTY);
    }
}
