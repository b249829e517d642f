package dev.ganglion.sync.notifications;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.event.ClientEventBytes;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.event.ThreadRoot;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads what a user may have been notified of. */
@Repository
class CandidateRepository {
    private final DatabaseClient database;

    CandidateRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The latest events before a position of all rooms that the user is in, the newest first. Of
     * each room no more than {@code limit} positions are looked at. Relies on room_member_of_user,
     * event_in_room and the key of receipt.
     */
    Mono<List<Candidate>> latest(UserId user, PageToken from, int limit) {
        return database.sql(
                        """
                        select e.position, e.room_nid, r.room_id, e.event_id, e.sender, e.state_key,
                               e.origin_server_ts, e.json, m.displayname,
                               e.sender <> :user and e.redacted_by is null
                               and not exists (select from rooms.erased_user u where u.user_id = e.sender) as is_told,
                               (select array_agg(c.thread_id)
                                from sync.receipt c
                                where c.room_nid = e.room_nid and c.user_id = :user
                                  and c.receipt_type in ('m.read', 'm.read.private')
                                  and c.event_position >= e.position) as read_threads
                        from (
                            select l.position
                            from rooms.room_member j
                            cross join lateral (
                                select x.position
                                from rooms.event x
                                where x.room_nid = j.room_nid and x.position < :before
                                order by x.position desc
                                limit :limit
                            ) l
                            where j.user_id = :user and j.membership = 'join'
                            order by l.position desc
                            limit :limit
                        ) latest
                        join rooms.event e on e.position = latest.position
                        join rooms.room r on r.room_nid = e.room_nid
                        join rooms.room_member m on m.room_nid = e.room_nid and m.user_id = :user
                        order by e.position desc
                        """)
                .bind("user", user.value())
                .bind("before", from.before())
                .bind("limit", limit)
                .map(CandidateRepository::read)
                .all()
                .collectList();
    }

    private static Candidate read(Readable row) {
        byte[] json = Objects.requireNonNull(row.get("json", byte[].class));
        return new Candidate(
                number(row, "position"),
                number(row, "room_nid"),
                new RoomId(text(row, "room_id")),
                new UserId(text(row, "sender")),
                number(row, "origin_server_ts"),
                RawJson.ofTrusted(ClientEventBytes.of(json, new EventId(text(row, "event_id")))),
                Boolean.TRUE.equals(row.get("is_told", Boolean.class)),
                isRead(row, json),
                Optional.ofNullable(row.get("displayname", String.class)));
    }

    /** By a receipt of the whole room, or of the timeline that the event is in. */
    private static boolean isRead(Readable row, byte[] json) {
        String[] threads = row.get("read_threads", String[].class);
        if (threads == null) {
            return false;
        }
        boolean isState = row.get("state_key", String.class) != null;
        String own = isState ? "main" : ThreadRoot.of(json).orElse("main");
        List<String> read = List.of(threads);
        return read.contains("") || read.contains(own);
    }
}
