package dev.ganglion.room.userdirectory;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Which rooms anybody may join or read, as their current state says. */
@Repository
class PublicRoomRepository {
    /** The state that decides it. */
    static final Set<String> TYPES = Set.of(EventTypes.JOIN_RULES, EventTypes.HISTORY_VISIBILITY);

    private final DatabaseClient database;

    PublicRoomRepository(DatabaseClient database) {
        this.database = database;
    }

    private record Rule(long roomNid, boolean isPublic) {}

    /** Looks at these rooms again. Relies on room_state_current. */
    Mono<Void> refresh(Collection<Long> rooms) {
        return database.sql(
                        """
                        select s.room_nid, e.json
                        from rooms.room_state s
                        join rooms.event e on e.position = s.event_position
                        where s.room_nid = any(:rooms)
                          and s.type = any(:types)
                          and s.state_key = ''
                          and s.valid_to is null
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("types", TYPES.toArray(String[]::new))
                .map(PublicRoomRepository::rule)
                .all()
                .filter(Rule::isPublic)
                .map(Rule::roomNid)
                .collect(Collectors.toSet())
                .flatMap(open -> save(rooms, open));
    }

    Mono<Void> deleteAll() {
        return database.sql("delete from rooms.public_room").then();
    }

    /** Rooms that are gone meanwhile are left out. */
    private Mono<Void> save(Collection<Long> rooms, Set<Long> open) {
        return database.sql(
                        """
                        delete from rooms.public_room
                        where room_nid = any(:rooms)
                          and room_nid <> all(:open)
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("open", open.toArray(Long[]::new))
                .then()
                .then(
                        database.sql(
                                        """
                                        insert into rooms.public_room (room_nid)
                                        select r.room_nid
                                        from rooms.room r
                                        where r.room_nid = any(:open)
                                        on conflict do nothing
                                        """)
                                .bind("open", open.toArray(Long[]::new))
                                .then());
    }

    private static Rule rule(Readable row) {
        JsonObject content =
                Json.parseObject(Objects.requireNonNull(row.get("json", byte[].class)))
                        .object("content")
                        .orElse(JsonObject.EMPTY);
        boolean isPublic =
                content.string("join_rule").filter("public"::equals).isPresent()
                        || content.string("history_visibility")
                                .filter("world_readable"::equals)
                                .isPresent();
        return new Rule(Objects.requireNonNull(row.get("room_nid", Long.class)), isPublic);
    }
}
