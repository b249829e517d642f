package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.delayedevent.ListQuery.Status;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads a user's delayed events. Relies on delayed_event_of_user, and that they are few. */
@Repository
class ListRepository {
    private static final int PAGE = 100;

    /** Of content; one event is shown even if it has more. */
    private static final int PAGE_BYTES = 100_000;

    private static final String COLUMNS =
            """
            d.delay_id, r.room_id, d.type, d.state_key, d.content, d.delay_ms, d.outcome, d.reason, d.event_id, d.error,
            e.json, coalesce(length(d.content), length(e.json), 0) as size,
            (extract(epoch from d.running_since) * 1000)::bigint as since,
            (extract(epoch from d.finalised_at) * 1000)::bigint as ended,
            case when d.finalised_at is null then 0 else 1 end as part,
            case when d.finalised_at is null
                 then (extract(epoch from d.running_since) * 1000000)::bigint + d.delay_ms * 1000
                 else -(extract(epoch from d.finalised_at) * 1000000)::bigint
            end as rank
            """;

    /** Relies on the primary key of room and on event_id_once. */
    private static final String SOURCE =
            """
            rooms.delayed_event d
            join rooms.room r on r.room_nid = d.room_nid
            left join rooms.event e on e.event_id = d.event_id
            """;

    private static final String LIST =
            """
            with own as (
                select %s
                from %s
                where d.user_id = :user
                  and (:finalised::boolean is null or (d.finalised_at is not null) = :finalised)
                  and (:room::text is null or r.room_id = :room)
                  and (:type::text is null or d.type = :type)
                  and (cardinality(:ids::text[]) = 0 or d.delay_id = any(:ids))
            ), page as (
                select *,
                       lead(delay_id) over (order by part, rank, delay_id) is null as is_last,
                       sum(size) over (order by part, rank, delay_id) - size as before
                from own
                where (part, rank, delay_id) > (:part, :rank, :after collate "C")
            )
            select *
            from page
            where before < :bytes
            order by part, rank, delay_id
            limit :limit
            """
                    .formatted(COLUMNS, SOURCE);

    private final DatabaseClient database;

    ListRepository(DatabaseClient database) {
        this.database = database;
    }

    Flux<Listed> list(UserId user, ListQuery query) {
        return database.sql(LIST)
                .bind("user", user.value())
                .bind(
                        "finalised",
                        Parameters.in(
                                R2dbcType.BOOLEAN,
                                query.status().map(Status.FINALISED::equals).orElse(null)))
                .bind(
                        "room",
                        Parameters.in(
                                R2dbcType.VARCHAR, query.room().map(RoomId::value).orElse(null)))
                .bind("type", Parameters.in(R2dbcType.VARCHAR, query.type().orElse(null)))
                .bind("ids", query.delayIds().toArray(String[]::new))
                .bind("part", query.from().part())
                .bind("rank", query.from().rank())
                .bind("after", query.from().delayId())
                .bind("bytes", PAGE_BYTES)
                .bind("limit", PAGE)
                .map(Listed::read)
                .all();
    }

    /** One of the user's own. */
    Mono<Listed> find(UserId user, DelayId id) {
        return database.sql(
                        """
                        select %s, true as is_last
                        from %s
                        where d.delay_id = :id and d.user_id = :user
                        """
                                .formatted(COLUMNS, SOURCE))
                .bind("id", id.value())
                .bind("user", user.value())
                .map(Listed::read)
                .one();
    }
}
