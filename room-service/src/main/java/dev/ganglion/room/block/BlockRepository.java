package dev.ganglion.room.block;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Objects;

/** The table of blocked rooms. */
@Repository
class BlockRepository {
    private final DatabaseClient database;

    BlockRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Who has blocked the room; empty when nobody has. */
    Mono<String> findBlocker(RoomId room) {
        return database.sql("select blocked_by from rooms.blocked_room where room_id = :room")
                .bind("room", room.value())
                .map(row -> Objects.requireNonNull(row.get("blocked_by", String.class)))
                .one();
    }

    /**
     * Whether it is blocked, or about to go. Relies on blocked_room's primary key and on
     * deletion_under_way.
     */
    Mono<Boolean> isClosedToAll(RoomId room) {
        return database.sql(
                        """
                        select exists (
                                   select 1
                                   from rooms.blocked_room b
                                   where b.room_id = :room)
                               or exists (
                                   select 1
                                   from rooms.deletion d
                                   where d.room_id = :room and d.status = 'active' and d.is_purge)
                               as is_closed
                        """)
                .bind("room", room.value())
                .map(row -> Boolean.TRUE.equals(row.get("is_closed", Boolean.class)))
                .one();
    }

    Mono<Void> insert(RoomId room, UserId admin) {
        return database.sql(
                        """
                        insert into rooms.blocked_room (room_id, blocked_by)
                        values (:room, :admin)
                        on conflict do nothing
                        """)
                .bind("room", room.value())
                .bind("admin", admin.value())
                .then();
    }

    Mono<Void> delete(RoomId room) {
        return database.sql("delete from rooms.blocked_room where room_id = :room")
                .bind("room", room.value())
                .then();
    }
}
