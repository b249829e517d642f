package dev.ganglion.sync.upgrade;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/** Reads from the tables of room-service who moves from which room into which. */
@Repository
class MoveRepository {
    private static final String HEIRS =
            """
            select m.user_id
            from rooms.room n
            join rooms.room_member m on m.room_nid = n.room_nid and m.membership = 'join'
            join rooms.room o on o.room_id = :from
            join rooms.room_member earlier
              on earlier.room_nid = o.room_nid
              and earlier.user_id = m.user_id
              and earlier.membership in ('join', 'leave')
            where n.room_id = :to
              and right(m.user_id, length(:suffix)) = :suffix
              and not exists (
                  select 1
                  from sync.inheritance i
                  where i.user_id = m.user_id and i.room_id = :to)
              and %s
            order by m.user_id
            limit :limit
            """;
    private static final String HEIRS_AFTER = HEIRS.formatted("m.user_id > :after");
    private static final String HEIRS_AMONG = HEIRS.formatted("m.user_id = any(:users)");

    private final DatabaseClient database;
    private final String suffix;

    MoveRepository(DatabaseClient database, ServerProperties server) {
        this.database = database;
        this.suffix = ":" + server.serverName();
    }

    /** Somebody who came into a room that says it replaces another. */
    record Arrival(UserId user, Move move) {}

    /** Arrivals of a range of the event stream. Relies on event's primary key. */
    Flux<Arrival> listArrivals(long after, long upTo) {
        return database.sql(
                        """
                        select distinct r.room_id, m.user_id, c.json
                        from rooms.event e
                        join rooms.room r on r.room_nid = e.room_nid
                        join rooms.room_member m
                          on m.room_nid = e.room_nid and m.user_id = e.state_key and m.membership = 'join'
                        join rooms.room_state s
                          on s.room_nid = e.room_nid
                          and s.type = 'm.room.create'
                          and s.state_key = ''
                          and s.valid_to is null
                        join rooms.event c on c.position = s.event_position
                        where e.position > :after and e.position <= :upTo
                          and e.type = 'm.room.member'
                          and right(m.user_id, length(:suffix)) = :suffix
                          and position('"predecessor":{'::bytea in c.json) > 0
                        """)
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("suffix", suffix)
                .map(MoveRepository::arrival)
                .all()
                .flatMapIterable(found -> found.stream().toList());
    }

    /** What the tombstones of a range say. Relies on event's primary key. */
    Flux<Move> listClosed(long after, long upTo) {
        return database.sql(
                        """
                        select r.room_id, e.json
                        from rooms.event e
                        join rooms.room r on r.room_nid = e.room_nid
                        where e.position > :after and e.position <= :upTo
                          and e.type = 'm.room.tombstone'
                          and e.state_key = ''
                        """)
                .bind("after", after)
                .bind("upTo", upTo)
                .map(row -> Move.outOf(room(row), bytes(row, "json")))
                .all()
                .flatMapIterable(found -> found.stream().toList());
    }

    /** Whether both rooms say so now. Relies on room_state_current. */
    Mono<Boolean> isConfirmed(Move move) {
        return database.sql(
                        """
                        select c.json as create_json, t.json as tombstone_json
                        from rooms.room n
                        join rooms.room_state cs
                          on cs.room_nid = n.room_nid
                          and cs.type = 'm.room.create'
                          and cs.state_key = ''
                          and cs.valid_to is null
                        join rooms.event c on c.position = cs.event_position
                        join rooms.room o on o.room_id = :from
                        join rooms.room_state ts
                          on ts.room_nid = o.room_nid
                          and ts.type = 'm.room.tombstone'
                          and ts.state_key = ''
                          and ts.valid_to is null
                        join rooms.event t on t.position = ts.event_position
                        where n.room_id = :to
                        """)
                .bind("from", move.from().value())
                .bind("to", move.to().value())
                .map(
                        row ->
                                Move.into(move.to(), bytes(row, "create_json"))
                                                .equals(Optional.of(move))
                                        && Move.outOf(move.from(), bytes(row, "tombstone_json"))
                                                .equals(Optional.of(move)))
                .one()
                .defaultIfEmpty(false);
    }

    /**
     * The next users who are in the new room, were in the old one and have inherited nothing yet.
     * Relies on room_member's primary key.
     */
    Flux<UserId> listHeirs(Move move, String after, int limit) {
        return heirs(database.sql(HEIRS_AFTER).bind("after", after), move, limit);
    }

    /** Those of the users. Relies on room_member's primary key. */
    Flux<UserId> listHeirs(Move move, Collection<UserId> users) {
        return heirs(
                database.sql(HEIRS_AMONG)
                        .bind("users", users.stream().map(UserId::value).toArray(String[]::new)),
                move,
                users.size());
    }

    private Flux<UserId> heirs(DatabaseClient.GenericExecuteSpec query, Move move, int limit) {
        return query.bind("from", move.from().value())
                .bind("to", move.to().value())
                .bind("suffix", suffix)
                .bind("limit", limit)
                .map(row -> user(row))
                .all();
    }

    private static Optional<Arrival> arrival(Readable row) {
        return Move.into(room(row), bytes(row, "json")).map(move -> new Arrival(user(row), move));
    }

    private static UserId user(Readable row) {
        return new UserId(Objects.requireNonNull(row.get("user_id", String.class)));
    }

    private static RoomId room(Readable row) {
        return RoomId.parse(Objects.requireNonNull(row.get("room_id", String.class)));
    }

    private static byte[] bytes(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, byte[].class));
    }
}
