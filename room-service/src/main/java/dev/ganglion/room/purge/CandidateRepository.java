package dev.ganglion.room.purge;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.json.Json;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads the events that may have to go, and locks them. */
@Repository
class CandidateRepository {
    private static final byte[] MEDIA = "mxc://".getBytes(StandardCharsets.US_ASCII);

    private static final String SELECT =
            """
            select e.position, e.event_id, e.sender, e.type, e.state_key, e.notify_number,
                   exists (
                       select 1
                       from rooms.room_state s
                       where s.room_nid = e.room_nid and s.type = e.type and s.state_key = e.state_key
                         and s.valid_from = e.position
                         and (s.valid_to is null or s.valid_to > :upTo)) as is_in_force,
                   e.event_id = any(h.forward_extremities)
                       or e.position = (select max(position) from rooms.event) as is_end,
                   (array(
                       select t.position
                       from rooms.event t
                       where t.redacted_by = e.position))[1] as redacted,
                   case when position(:media in e.json) > 0 then e.json end as json
            from rooms.event e
            left join rooms.room_head h on h.room_nid = e.room_nid
            """;

    private final DatabaseClient database;

    CandidateRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The next events of a stretch, in order. What an event redacts counts only while it is there;
     * it is read as an array because for the first one alone no index would be used.
     *
     * <p>Relies on event_in_room, event_redacted and room_state's primary key.
     */
    Mono<List<PurgeCandidate>> next(Stretch stretch, int limit) {
        return list(
                """
                where e.room_nid = :room and e.position > :after and e.position <= :upTo
                order by e.position
                limit :limit
                for update of e
                """,
                stretch,
                limit);
    }

    /**
     * The roots of the threads that these events are in, wherever the roots are. Locks nothing.
     * Relies on event_in_room and event_relation's primary key.
     */
    Mono<List<PurgeCandidate>> rootsOfNext(Stretch stretch, int limit) {
        return list(
                """
                where e.position in (
                    select r.target_position
                    from (
                        select position
                        from rooms.event
                        where room_nid = :room and position > :after and position <= :upTo
                        order by position
                        limit :limit) as next
                    join rooms.event_relation r on r.position = next.position and r.kind = 't')
                """,
                stretch,
                limit);
    }

    private Mono<List<PurgeCandidate>> list(String which, Stretch stretch, int limit) {
        return database.sql(SELECT + which)
                .bind("room", stretch.roomNid())
                .bind("after", stretch.after())
                .bind("upTo", stretch.upTo())
                .bind("media", MEDIA)
                .bind("limit", limit)
                .map(CandidateRepository::candidate)
                .all()
                .collectList();
    }

    private static PurgeCandidate candidate(Readable row) {
        return new PurgeCandidate(
                Objects.requireNonNull(row.get("position", Long.class)),
                text(row, "event_id"),
                text(row, "sender"),
                text(row, "type"),
                Optional.ofNullable(row.get("state_key", String.class)),
                Objects.requireNonNull(row.get("notify_number", Long.class)),
                Boolean.TRUE.equals(row.get("is_in_force", Boolean.class)),
                Boolean.TRUE.equals(row.get("is_end", Boolean.class)),
                Optional.ofNullable(row.get("redacted", Long.class)),
                Optional.ofNullable(row.get("json", byte[].class)).map(Json::parseObject));
    }
}
