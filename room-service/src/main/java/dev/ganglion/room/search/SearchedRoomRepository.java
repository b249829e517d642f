package dev.ganglion.room.search;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;

/** Where a user's searches look. */
@Repository
class SearchedRoomRepository {
    private final DatabaseClient database;

    SearchedRoomRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The rooms that a user is in, or has left and not forgotten. Relies on room_member_of_user.
     */
    Mono<List<SearchedRoom>> list(UserId user) {
        return database.sql(
                        """
                        select r.room_nid, r.room_id, r.room_version, h.joined_members,
                               case when m.membership = 'join' then :everything else m.event_position end as up_to
                        from rooms.room_member m
                        join rooms.room r on r.room_nid = m.room_nid
                        join rooms.room_head h on h.room_nid = m.room_nid
                        where m.user_id = :user
                          and m.membership in ('join', 'leave', 'ban')
                          and not m.is_forgotten
                        """)
                .bind("user", user.value())
                .bind("everything", Long.MAX_VALUE)
                .map(SearchedRoomRepository::room)
                .all()
                .collectList();
    }

    private static SearchedRoom room(Readable row) {
        return new SearchedRoom(
                RoomIdentity.of(row),
                Objects.requireNonNull(row.get("up_to", Long.class)),
                Objects.requireNonNull(row.get("joined_members", Integer.class)));
    }
}
