package dev.ganglion.sync.joinedrooms;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.RoomRef;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Objects;

/**
 * Says at the moment of a request whether its user is in a room: a join counts from its commit on.
 */
@Service
public class RoomAccess {
    private final DatabaseClient database;

    RoomAccess(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The room; {@code M_FORBIDDEN}, in the same words, for rooms that do not exist and rooms of
     * others.
     */
    public Mono<RoomRef> mustBeJoined(RoomId roomId, UserId user) {
        return database.sql(
                        """
                        select r.room_nid
                        from rooms.room r
                        join rooms.room_member m on m.room_nid = r.room_nid and m.user_id = :user
                        where r.room_id = :room and m.membership = 'join'
                        """)
                .bind("room", roomId.value())
                .bind("user", user.value())
                .map(
                        row ->
                                new RoomRef(
                                        Objects.requireNonNull(row.get("room_nid", Long.class)),
                                        roomId))
                .one()
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.forbidden("You are not in this room")));
    }
}
