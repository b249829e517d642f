package dev.ganglion.room.deletion;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;

/** Who has to be taken out of a room. */
@Repository
class OccupantRepository {
    private final DatabaseClient database;
    private final ServerProperties server;

    OccupantRepository(DatabaseClient database, ServerProperties server) {
        this.database = database;
        this.server = server;
    }

    /** A user of this server. */
    record Occupant(UserId user, boolean isJoined) {}

    /**
     * The next who are in the room, invited or knocking, in the order of their names. Relies on
     * room_member's primary key.
     */
    Mono<List<Occupant>> list(RoomId room, String after, int limit) {
        return database.sql(
                        """
                        select m.user_id, m.membership
                        from rooms.room r
                        join rooms.room_member m on m.room_nid = r.room_nid
                        where r.room_id = :room and m.user_id > :after
                          and m.membership in ('join', 'invite', 'knock')
                          and right(m.user_id, length(:suffix)) = :suffix
                        order by m.user_id
                        limit :limit
                        """)
                .bind("room", room.value())
                .bind("after", after)
                .bind("suffix", ":" + server.serverName().value())
                .bind("limit", limit)
                .map(
                        row ->
                                new Occupant(
                                        UserId.parse(
                                                Objects.requireNonNull(
                                                        row.get("user_id", String.class))),
                                        "join".equals(row.get("membership", String.class))))
                .all()
                .collectList();
    }
}
