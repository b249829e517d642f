package dev.ganglion.sync.pushgateway;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.push.StillNews;
import dev.ganglion.sync.pushgateway.DueEvent.Said;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

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
                   and %s as is_wanted,
                   %s as read_threads,
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
                            StillNews.IS_TOLD,
                            StillNews.READ_THREADS,
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
                        && !StillNews.isRead(row, "read_threads", json);
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

    private static JsonObject content(Readable row, String column) {
        return Optional.ofNullable(row.get(column, byte[].class))
                .flatMap(json -> Json.parseObject(json).object("content"))
                .orElse(JsonObject.EMPTY);
    }
}
