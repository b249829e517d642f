package dev.ganglion.sync.room;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.RoomRef;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * For readers who are further behind than memory reaches: rooms left, and rooms where something
 * happened.
 */
@Repository
class Departures {
    private static final int MAX_ROOMS = 1_000;

    private final DatabaseClient database;

    Departures(DatabaseClient database) {
        this.database = database;
    }

    /** A room that the user left or was banned from, and where that stands in the event stream. */
    record Departure(RoomRef room, long position) {}

    /** All that still are a matter for a client that has none yet. */
    Mono<List<Departure>> notForgotten(UserId user, long upTo) {
        return find(user, 0, upTo, false);
    }

    /**
     * A device that has the room has to hear of its leaving, even when another one has forgotten it
     * by now.
     */
    Mono<List<Departure>> between(UserId user, long after, long upTo) {
        return find(user, after, upTo, true);
    }

    /** Relies on room_member_of_user. */
    private Mono<List<Departure>> find(UserId user, long after, long upTo, boolean withForgotten) {
        return database.sql(
                        """
                        select m.room_nid, r.room_id, m.event_position
                        from rooms.room_member m
                        join rooms.room r on r.room_nid = m.room_nid
                        where m.user_id = :user and m.membership in ('leave', 'ban')
                          and (:withForgotten or not m.is_forgotten)
                          and m.event_position > :after and m.event_position <= :upTo
                        order by m.event_position desc
                        limit :limit
                        """)
                .bind("user", user.value())
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("withForgotten", withForgotten)
                .bind("limit", MAX_ROOMS)
                .map(Departures::read)
                .all()
                .collectList();
    }

    /** Of these rooms, even if forgotten by now. Relies on room_member's primary key. */
    Mono<List<Departure>> of(UserId user, Collection<Long> rooms, long upTo) {
        if (rooms.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.sql(
                        """
                        select m.room_nid, r.room_id, m.event_position
                        from rooms.room_member m
                        join rooms.room r on r.room_nid = m.room_nid
                        where m.user_id = :user and m.room_nid = any(:rooms)
                          and m.membership in ('leave', 'ban') and m.event_position <= :upTo
                        """)
                .bind("user", user.value())
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("upTo", upTo)
                .map(Departures::read)
                .all()
                .collectList();
    }

    /** Which of these rooms have events after a position. Relies on room_head's primary key. */
    Mono<Set<Long>> moved(Collection<Long> rooms, long after) {
        if (rooms.isEmpty()) {
            return Mono.just(Set.of());
        }
        return database.sql(
                        """
                        select h.room_nid
                        from rooms.room_head h
                        where h.room_nid = any(:rooms) and h.latest_position > :after
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("after", after)
                .map(row -> Objects.requireNonNull(row.get("room_nid", Long.class)))
                .all()
                .collect(Collectors.toSet());
    }

    private static Departure read(Readable row) {
        RoomId id = new RoomId(Objects.requireNonNull(row.get("room_id", String.class)));
        return new Departure(
                new RoomRef(Objects.requireNonNull(row.get("room_nid", Long.class)), id),
                Objects.requireNonNull(row.get("event_position", Long.class)));
    }
}
