package dev.ganglion.room.removal;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;

/** Notes since when rooms are abandoned. */
@Repository
class AbandonedRepository {
    private final DatabaseClient database;
    private final ServerProperties server;

    AbandonedRepository(DatabaseClient database, ServerProperties server) {
        this.database = database;
        this.server = server;
    }

    /**
     * Looks at the next rooms by their numbers: notes those that are abandoned by now, and those
     * that are not any more. Answers the number of the last one; empty when there are no more.
     * Relies on the primary keys of room and room_member.
     */
    Mono<Long> note(long after, int limit) {
        return database.sql(
                        """
                        with looked_at as (
                            select r.room_nid, r.abandoned_at,
                                   not exists (
                                       select 1
                                       from rooms.room_member m
                                       where m.room_nid = r.room_nid
                                         and right(m.user_id, length(:suffix)) = :suffix
                                         and (m.membership in ('join', 'invite', 'knock') or not m.is_forgotten))
                                       as is_abandoned
                            from rooms.room r
                            where r.room_nid > :after
                            order by r.room_nid
                            limit :limit
                        ), noted as (
                            update rooms.room r
                            set abandoned_at = case when l.is_abandoned then now() end
                            from looked_at l
                            where r.room_nid = l.room_nid and l.is_abandoned <> (l.abandoned_at is not null)
                        )
                        select coalesce(max(room_nid), 0) as last
                        from looked_at
                        """)
                .bind("suffix", ":" + server.serverName().value())
                .bind("after", after)
                .bind("limit", limit)
                .map(row -> Objects.requireNonNull(row.get("last", Long.class)))
                .one()
                .filter(last -> last > 0);
    }

    /** Open rooms that have been abandoned for that long. Relies on room_abandoned. */
    Flux<RoomId> listAbandoned(Duration age, int limit) {
        return database.sql(
                        """
                        select room_id
                        from rooms.room
                        where abandoned_at < now() - make_interval(secs => :seconds) and remove_after is null
                        order by room_nid
                        limit :limit
                        """)
                .bind("seconds", (double) age.toSeconds())
                .bind("limit", limit)
                .map(row -> RoomId.parse(Objects.requireNonNull(row.get("room_id", String.class))))
                .all();
    }
}
