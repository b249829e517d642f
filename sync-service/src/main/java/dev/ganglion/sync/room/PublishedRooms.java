package dev.ganglion.sync.room;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells which rooms are in the directory. */
@Repository
public class PublishedRooms {
    private final DatabaseClient database;

    PublishedRooms(DatabaseClient database) {
        this.database = database;
    }

    /** Those of the rooms that are, by their numbers. Relies on room's primary key. */
    public Mono<Set<Long>> among(Collection<Long> rooms) {
        return rooms.isEmpty()
                ? Mono.just(Set.of())
                : database.sql(
                                """
                                select room_nid
                                from rooms.room
                                where room_nid = any(:rooms) and is_published
                                """)
                        .bind("rooms", rooms.toArray(Long[]::new))
                        .map(row -> Objects.requireNonNull(row.get("room_nid", Long.class)))
                        .all()
                        .collect(Collectors.toSet());
    }
}
