package dev.ganglion.sync.visibility;

import dev.ganglion.protocol.identifier.RoomId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Objects;

/** Finds the rooms whose present everybody may see. */
@Repository
public class WorldReadable {
    private final DatabaseClient database;

    WorldReadable(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The number of the room; empty for rooms that are not world-readable, or not there. Relies on
     * room_state's primary key.
     */
    public Mono<Long> find(RoomId room) {
        return database.sql(
                        """
                        select r.room_nid
                        from rooms.room r
                        join rooms.room_state s on s.room_nid = r.room_nid and s.valid_to is null
                         and s.type = 'm.room.history_visibility' and s.state_key = ''
                        join rooms.event e on e.position = s.event_position
                        where r.room_id = :room
                          and coalesce(s.word, rooms.word_of_state(s.type, e.json)) = 'world_readable'
                        """)
                .bind("room", room.value())
                .map(WorldReadable::number)
                .one();
    }

    private static Long number(Readable row) {
        return Objects.requireNonNull(row.get("room_nid", Long.class));
    }
}
