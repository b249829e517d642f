package dev.ganglion.room.userdirectory;

import dev.ganglion.protocol.event.EventTypes;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;

import java.util.Objects;
import java.util.stream.Stream;

/** The events that the directory depends on. */
@Repository
class ChangeRepository {
    private static final String[] TYPES =
            Stream.concat(Stream.of(EventTypes.MEMBER), PublicRoomRepository.TYPES.stream())
                    .toArray(String[]::new);

    private final DatabaseClient database;

    ChangeRepository(DatabaseClient database) {
        this.database = database;
    }

    /** A state event by its key. */
    record Change(long position, long roomNid, String type, String stateKey) {}

    /** Relies on event's primary key. */
    Flux<Change> list(long after, long upTo, int limit) {
        return database.sql(
                        """
                        select e.position, e.room_nid, e.type, e.state_key
                        from rooms.event e
                        where e.position > :after
                          and e.position <= :upTo
                          and e.type = any(:types)
                          and e.state_key is not null
                        order by e.position
                        limit :limit
                        """)
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("types", TYPES)
                .bind("limit", limit)
                .map(
                        row ->
                                new Change(
                                        Objects.requireNonNull(row.get("position", Long.class)),
                                        Objects.requireNonNull(row.get("room_nid", Long.class)),
                                        Objects.requireNonNull(row.get("type", String.class)),
                                        Objects.requireNonNull(row.get("state_key", String.class))))
                .all();
    }
}
