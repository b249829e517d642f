package dev.ganglion.room.mutualrooms;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;

/** Reads memberships of two users side by side. */
@Repository
class MutualRoomsRepository {
    private final DatabaseClient database;

    MutualRoomsRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The IDs of the rooms, in their order, that follow an ID; closed ones are left out. Relies on
     * room_member_of_user and room_member's primary key.
     */
    Mono<List<String>> list(UserId one, UserId other, String after, int limit) {
        return database.sql(
                        """
                        select r.room_id
                        from rooms.room_member mine
                        join rooms.room_member theirs on theirs.room_nid = mine.room_nid
                        join rooms.room r on r.room_nid = mine.room_nid
                        join rooms.room_head h on h.room_nid = mine.room_nid
                        where mine.user_id = :one
                          and mine.membership = 'join'
                          and theirs.user_id = :other
                          and theirs.membership = 'join'
                          and r.room_id > :after
                        order by r.room_id
                        limit :limit
                        """)
                .bind("one", one.value())
                .bind("other", other.value())
                .bind("after", after)
                .bind("limit", limit)
                .map(row -> Objects.requireNonNull(row.get("room_id", String.class)))
                .all()
                .collectList();
    }

    /** Relies on room_member_of_user and room_member's primary key. */
    Mono<Long> count(UserId one, UserId other) {
        return database.sql(
                        """
                        select count(*) as rooms
                        from rooms.room_member mine
                        join rooms.room_member theirs on theirs.room_nid = mine.room_nid
                        join rooms.room_head h on h.room_nid = mine.room_nid
                        where mine.user_id = :one
                          and mine.membership = 'join'
                          and theirs.user_id = :other
                          and theirs.membership = 'join'
                        """)
                .bind("one", one.value())
                .bind("other", other.value())
                .map(row -> Objects.requireNonNull(row.get("rooms", Long.class)))
                .one();
    }
}
