package dev.ganglion.room.membership;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The rooms whose members may join a restricted room. Client-server API, "Restricted rooms". */
@Repository
public class AllowedRooms {
    private final DatabaseClient database;

    AllowedRooms(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The rooms that join rules name, in whatever version of a room. Conditions of other kinds are
     * met by nobody.
     */
    public static Set<String> namedIn(PduEvent joinRules) {
        return joinRules
                .content()
                .array("allow")
                .orElse(JsonArray.EMPTY)
                .objects()
                .filter(
                        condition ->
                                condition
                                        .string("type")
                                        .filter("m.room_membership"::equals)
                                        .isPresent())
                .flatMap(condition -> condition.string("room_id").stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Those of the rooms that the user is in; a room that is closed, or that this server does not
     * know, is none of them. Relies on room (room_id) and the primary keys of room_head and
     * room_member.
     */
    public Mono<Set<String>> joinedAmong(UserId user, Collection<String> rooms) {
        return rooms.isEmpty() ? Mono.just(Set.of()) : query(user, rooms);
    }

    private Mono<Set<String>> query(UserId user, Collection<String> rooms) {
        return database.sql(
                        """
                        select r.room_id
                        from rooms.room r
                        join rooms.room_head h on h.room_nid = r.room_nid
                        join rooms.room_member m on m.room_nid = r.room_nid and m.user_id = :user
                        where r.room_id = any(:rooms) and m.membership = 'join'
                        """)
                .bind("user", user.value())
                .bind("rooms", rooms.toArray(String[]::new))
                .map(row -> Objects.requireNonNull(row.get("room_id", String.class)))
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }
}
