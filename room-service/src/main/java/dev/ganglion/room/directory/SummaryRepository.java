package dev.ganglion.room.directory;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.room.summary.RoomSummary;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Objects;

/** The table of what the directory shows. */
@Repository
class SummaryRepository {
    private static final String[] TYPES = RoomSummary.TYPES.toArray(String[]::new);

    private static final String OUTDATED =
            """
            select r.room_id, r.room_nid, h.latest_position
            from rooms.room r
            join rooms.room_head h on h.room_nid = r.room_nid
            left join rooms.directory_entry d on d.room_nid = r.room_nid
            where r.room_nid in (%s)
              and (d.room_nid is null
                   or (h.latest_position > d.as_of
                       and exists (select 1
                                   from rooms.room_state s
                                   join rooms.event e on e.position = s.event_position
                                   where s.room_nid = r.room_nid
                                     and s.type = any(:types)
                                     and s.state_key = ''
                                     and s.valid_to is null
                                     and (s.valid_from > d.as_of or e.redacted_by > d.as_of))))
            order by r.room_nid
            limit :limit
            """
                    .formatted(Networks.LISTED);

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    SummaryRepository(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    /**
     * A published room whose summary is missing or older than its state.
     *
     * @param latestPosition of the room when it was looked at
     */
    record Outdated(RoomId roomId, long roomNid, long latestPosition) {}

    /**
     * Relies on what {@link Networks} does and on room_state_current; rooms that have not moved are
     * passed over first.
     */
    Flux<Outdated> listOutdated(int limit) {
        return database.sql(OUTDATED)
                .bind("types", TYPES)
                .bind("limit", limit)
                .map(SummaryRepository::outdated)
                .all();
    }

    /**
     * Keeps a summary, unless a newer one is there, or somebody has been erased since it was read:
     * then it may say what is to be said no more, and the room stays outdated. Nobody is erased
     * meanwhile; whoever is erased next has the summary deleted.
     */
    Mono<Void> save(Outdated room, RoomSummary summary) {
        return database.sql("lock table rooms.erased_user in share mode")
                .then()
                .then(insert(room, summary))
                .as(transaction::transactional);
    }

    /** Relies on erased_user_in_order. */
    private Mono<Void> insert(Outdated room, RoomSummary summary) {
        return database.sql(
                        """
                        insert into rooms.directory_entry (room_nid, as_of, summary, search_text, room_type)
                        select :room, :asOf, :summary, :searchText, :roomType
                        where not exists (select 1 from rooms.erased_user where number > :erasures)
                        on conflict (room_nid) do update
                        set as_of = excluded.as_of,
                            summary = excluded.summary,
                            search_text = excluded.search_text,
                            room_type = excluded.room_type
                        where directory_entry.as_of < excluded.as_of
                        """)
                .bind("room", room.roomNid())
                .bind("asOf", room.latestPosition())
                .bind("summary", CanonicalJson.encode(summary.published()))
                .bind("erasures", summary.erasures())
                .bind("searchText", summary.searchText())
                .bind("roomType", Parameters.in(R2dbcType.VARCHAR, summary.roomType().orElse(null)))
                .then();
    }

    private static Outdated outdated(Readable row) {
        return new Outdated(
                RoomId.parse(Objects.requireNonNull(row.get("room_id", String.class))),
                Objects.requireNonNull(row.get("room_nid", Long.class)),
                Objects.requireNonNull(row.get("latest_position", Long.class)));
    }
}
