package dev.ganglion.room.membership;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomNid;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Objects;

/** Reads current memberships, and notes what is forgotten. */
@Repository
class MembershipRepository {
    private final DatabaseClient database;

    MembershipRepository(DatabaseClient database) {
        this.database = database;
    }

    Mono<UserId> findJoinedAmong(RoomNid room, Collection<String> users) {
        return database.sql(
                        """
                        select user_id
                        from rooms.room_member
                        where room_nid = :room and user_id = any(:users) and membership = 'join'
                        limit 1
                        """)
                .bind("room", room.value())
                .bind("users", users.toArray(String[]::new))
                .map(row -> UserId.parse(Objects.requireNonNull(row.get("user_id", String.class))))
                .one();
    }

    /** Somebody of that server who is none of those. */
    Mono<UserId> findAnyJoined(RoomNid room, ServerName server, Collection<String> others) {
        return database.sql(
                        """
                        select user_id
                        from rooms.room_member
                        where room_nid = :room and membership = 'join' and right(user_id, length(:suffix)) = :suffix
                          and not user_id = any(:others)
                        limit 1
                        """)
                .bind("room", room.value())
                .bind("others", others.toArray(String[]::new))
                .bind("suffix", ":" + server.value())
                .map(row -> UserId.parse(Objects.requireNonNull(row.get("user_id", String.class))))
                .one();
    }

    /** Whether there was something to forget: a room that the user is not in any more. */
    Mono<Boolean> forget(RoomId room, UserId user) {
        return database.sql(
                        """
                        update rooms.room_member m
                        set is_forgotten = true
                        from rooms.room r
                        where r.room_id = :room and m.room_nid = r.room_nid and m.user_id = :user
                          and m.membership in ('leave', 'ban')
                        """)
                .bind("room", room.value())
                .bind("user", user.value())
                .fetch()
                .rowsUpdated()
                .map(updated -> updated == 1);
    }

    /** The rooms that the user is in, invited to or knocking on. Relies on room_member_of_user. */
    Flux<RoomId> listRoomsToLeave(UserId user) {
        return database.sql(
                        """
                        select r.room_id
                        from rooms.room_member m
                        join rooms.room r on r.room_nid = m.room_nid
                        where m.user_id = :user and m.membership in ('join', 'invite', 'knock')
                        """)
                .bind("user", user.value())
                .map(row -> RoomId.parse(Objects.requireNonNull(row.get("room_id", String.class))))
                .all();
    }
}
