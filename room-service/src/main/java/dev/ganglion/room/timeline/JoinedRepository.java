package dev.ganglion.room.timeline;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.timeline.MembersController.JoinedMember;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Who is in which room now. */
@Repository
class JoinedRepository {
    private final DatabaseClient database;

    JoinedRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on room_member's primary key. */
    Mono<Map<String, JoinedMember>> members(RoomIdentity room) {
        return database.sql(
                        """
                        select user_id, displayname, avatar_url
                        from rooms.room_member
                        where room_nid = :room
                          and membership = 'join'
                        """)
                .bind("room", room.nid().value())
                .map(
                        row ->
                                Map.entry(
                                        Objects.requireNonNull(row.get("user_id", String.class)),
                                        new JoinedMember(
                                                Optional.ofNullable(
                                                        row.get("displayname", String.class)),
                                                Optional.ofNullable(
                                                        row.get("avatar_url", String.class)))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Closed rooms are left out. Relies on room_member_of_user. */
    Flux<String> listRooms(UserId user) {
        return database.sql(
                        """
                        select r.room_id
                        from rooms.room_member m
                        join rooms.room r on r.room_nid = m.room_nid
                        join rooms.room_head h on h.room_nid = m.room_nid
                        where m.user_id = :user
                          and m.membership = 'join'
                        order by m.room_nid
                        """)
                .bind("user", user.value())
                .map(row -> Objects.requireNonNull(row.get("room_id", String.class)))
                .all();
    }
}
