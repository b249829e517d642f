package dev.ganglion.room.retention;

import static dev.ganglion.service.database.Rows.number;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.room.head.RoomIdentity;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Optional;

/** Finds rooms with messages that are too old, by the clock of the database alone. */
@Repository
class RetentionRepository {
    private static final String ROOMS =
            """
            select r.room_nid, r.room_id, r.room_version, r.expired_up_to, h.latest_position,
                   p.json as policy, oldest.age_seconds
            from rooms.room r
            join rooms.room_head h on h.room_nid = r.room_nid
            %s join rooms.room_state s
              on s.room_nid = r.room_nid and s.type = 'm.room.retention' and s.state_key = ''
             and s.valid_to is null
            left join rooms.event p on p.position = s.event_position
            left join lateral (
                select extract(epoch from now() - coalesce(o.received_at, to_timestamp(o.origin_server_ts / 1000.0)))::float8
                           as age_seconds
                from (
                    select e.received_at, e.origin_server_ts, e.state_key, e.position, e.json
                    from rooms.event e
                    where e.room_nid = r.room_nid and e.position > r.expired_up_to
                    order by e.position
                    limit 1
                ) o
                where o.position < h.latest_position
                   or (o.state_key is null and position('"content":{}'::bytea in o.json) = 0)
            ) oldest on true
            where r.room_nid > :after
            order by r.room_nid
            limit :limit
            """;
    private static final String ALL_ROOMS = ROOMS.formatted("left");
    private static final String ROOMS_WITH_POLICY = ROOMS.formatted("");

    private final DatabaseClient database;

    RetentionRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The next rooms by their numbers. Relies on room's primary key or on room_retention, and on
     * event_in_room.
     *
     * @param withPolicyOnly leaves out rooms that say nothing about retention
     */
    Flux<AgingRoom> list(long after, boolean withPolicyOnly, int limit) {
        return database.sql(withPolicyOnly ? ROOMS_WITH_POLICY : ALL_ROOMS)
                .bind("after", after)
                .bind("limit", limit)
                .map(RetentionRepository::room)
                .all();
    }

    /**
     * Up to where messages have reached that age, of so many events after that position and before
     * the room's latest. Relies on event_in_room.
     */
    Mono<Due> findDue(AgingRoom room, long after, Duration age, int limit) {
        return database.sql(
                        """
                        select min(n.position) filter (where n.is_younger) as first_younger,
                               max(n.position) as last, count(*) as events
                        from (
                            select e.position,
                                   e.state_key is null
                                       and coalesce(e.received_at, to_timestamp(e.origin_server_ts / 1000.0))
                                           > now() - make_interval(secs => :seconds) as is_younger
                            from rooms.event e
                            where e.room_nid = :room and e.position > :after and e.position < :latest
                            order by e.position
                            limit :limit) n
                        """)
                .bind("room", room.room().nid().value())
                .bind("after", after)
                .bind("latest", room.latestPosition())
                .bind("seconds", age.toMillis() / 1_000.0)
                .bind("limit", limit)
                .map(row -> due(room, limit, row))
                .one();
    }

    /** Whether the room still ends in that event, a message, and it has reached that age. */
    Mono<Boolean> isLatestDue(AgingRoom room, Duration age) {
        return database.sql(
                        """
                        select 1
                        from rooms.room_head h
                        join rooms.event e on e.position = h.latest_position
                        where h.room_nid = :room and e.position = :latest and e.state_key is null
                          and coalesce(e.received_at, to_timestamp(e.origin_server_ts / 1000.0))
                              <= now() - make_interval(secs => :seconds)
                        """)
                .bind("room", room.room().nid().value())
                .bind("latest", room.latestPosition())
                .bind("seconds", age.toMillis() / 1_000.0)
                .map(_ -> true)
                .one()
                .defaultIfEmpty(false);
    }

    Mono<Void> noteExpired(AgingRoom room, long upTo) {
        return database.sql(
                        """
                        update rooms.room
                        set expired_up_to = :upTo
                        where room_nid = :room and expired_up_to < :upTo
                        """)
                .bind("upTo", upTo)
                .bind("room", room.room().nid().value())
                .then();
    }

    private static Due due(AgingRoom room, int limit, Readable row) {
        Long firstYounger = row.get("first_younger", Long.class);
        if (firstYounger != null) {
            return new Due(firstYounger - 1, true);
        }
        boolean isMoreAhead = number(row, "events") == limit;
        return isMoreAhead
                ? new Due(number(row, "last"), false)
                : new Due(room.latestPosition() - 1, true);
    }

    private static AgingRoom room(Readable row) {
        return new AgingRoom(
                RoomIdentity.of(row),
                Optional.ofNullable(row.get("policy", byte[].class))
                        .flatMap(json -> Json.parseObject(json).object("content"))
                        .map(RetentionPolicy::of)
                        .orElse(RetentionPolicy.NONE),
                number(row, "expired_up_to"),
                number(row, "latest_position"),
                Optional.ofNullable(row.get("age_seconds", Double.class))
                        .map(seconds -> Duration.ofMillis((long) (seconds * 1_000))));
    }
}
