package dev.ganglion.sync.digest;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.sync.digest.MissedEvent.Said;
import dev.ganglion.sync.push.StillNews;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what waits for a pusher, as it is at that moment. */
@Repository
class MissedEventRepository {
    /** What erased users said of a room is not told either. */
    private static final String STATE =
            """
            (select e.json
             from rooms.room_state s
             join rooms.event e on e.position = s.event_position
             where s.room_nid = n.room_nid and s.type = '%s' and s.state_key = '' and s.valid_to is null
               and not exists (select from rooms.erased_user u where u.user_id = e.sender))
            """;

    private static final String WAITING =
            """
            select w.position, (extract(epoch from now() - w.added_at) * 1000)::bigint as age,
                   n.event_id, r.room_id, n.json, m.displayname,
                   n.position is not null
                   and w.added_at > now() - :patience * interval '1 millisecond'
                   and %s as is_told,
                   %s as read_threads,
                   %s as name_json, %s as alias_json
            from sync.waiting_push w
            left join rooms.event n on n.position = w.position
            left join rooms.room r on r.room_nid = n.room_nid
            left join rooms.room_member m on m.room_nid = n.room_nid and m.user_id = n.sender
            where w.pusher_id = :pusher
            order by w.position
            """
                    .formatted(
                            StillNews.IS_TOLD,
                            StillNews.READ_THREADS,
                            STATE.formatted("m.room.name"),
                            STATE.formatted("m.room.canonical_alias"));

    private final DatabaseClient database;
    private final DigestProperties properties;

    MissedEventRepository(DatabaseClient database, DigestProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /**
     * All that waits, which {@code ganglion.push.max-waiting} bounds, in the order of the stream.
     * Relies on the keys of waiting_push, receipt and room_state_current.
     */
    Mono<List<MissedEvent>> list(DigestClaim claim) {
        return database.sql(WAITING)
                .bind("pusher", claim.pusherId())
                .bind("user", claim.user().value())
                .bind("patience", properties.maxEventAge().toMillis())
                .map(MissedEventRepository::read)
                .all()
                .collectList();
    }

    private static MissedEvent read(Readable row) {
        byte[] json = row.get("json", byte[].class);
        boolean isMissed =
                json != null
                        && Boolean.TRUE.equals(row.get("is_told", Boolean.class))
                        && !StillNews.isRead(row, "read_threads", json);
        return new MissedEvent(
                number(row, "position"),
                Duration.ofMillis(Math.max(0, number(row, "age"))),
                json != null && isMissed ? Optional.of(said(row, json)) : Optional.empty());
    }

    private static Said said(Readable row, byte[] json) {
        return new Said(
                text(row, "event_id"),
                text(row, "room_id"),
                Json.parseObject(json),
                Optional.ofNullable(row.get("displayname", String.class)),
                name(row, "name_json", "name").or(() -> name(row, "alias_json", "alias")));
    }

    private static Optional<String> name(Readable row, String column, String field) {
        return Optional.ofNullable(row.get(column, byte[].class))
                .flatMap(json -> Json.parseObject(json).object("content"))
                .flatMap(content -> content.string(field))
                .filter(name -> !name.isBlank());
    }
}
