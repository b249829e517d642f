package dev.ganglion.room.directory;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.version.RoomVersion;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Objects;

/** The table of what the directory shows, and the state that it is made of. */
@Repository
class SummaryRepository {
    private static final String[] TYPES = RoomSummary.TYPES.toArray(String[]::new);

    private final DatabaseClient database;

    SummaryRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A published room whose summary is missing or older than its state.
     *
     * @param latestPosition of the room when it was looked at
     */
    record Outdated(long roomNid, RoomVersion version, long latestPosition) {}

    /**
     * Relies on room_published and room_state_current; rooms that have not moved are passed over
     * first.
     */
    Flux<Outdated> listOutdated(int limit) {
        return database.sql(
                        """
                        select r.room_nid, r.room_version, h.latest_position
                        from rooms.room r
                        join rooms.room_head h on h.room_nid = r.room_nid
                        left join rooms.directory_entry d on d.room_nid = r.room_nid
                        where r.is_published
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
                        """)
                .bind("types", TYPES)
                .bind("limit", limit)
                .map(SummaryRepository::outdated)
                .all();
    }

    /** The current events that make a summary. Relies on room_state_current. */
    Flux<PduEvent> listState(Outdated room) {
        return database.sql(
                        """
                        select e.event_id, e.json
                        from rooms.room_state s
                        join rooms.event e on e.position = s.event_position
                        where s.room_nid = :room
                          and s.type = any(:types)
                          and s.state_key = ''
                          and s.valid_to is null
                        """)
                .bind("room", room.roomNid())
                .bind("types", TYPES)
                .map(
                        row ->
                                PduEvent.stored(
                                        room.version(),
                                        EventId.parse(
                                                Objects.requireNonNull(
                                                        row.get("event_id", String.class))),
                                        Objects.requireNonNull(row.get("json", byte[].class))))
                .all();
    }

    /** Keeps a summary, unless a newer one is there. */
    Mono<Void> save(Outdated room, RoomSummary summary) {
        return database.sql(
                        """
                        insert into rooms.directory_entry (room_nid, as_of, summary, search_text, room_type)
                        values (:room, :asOf, :summary, :searchText, :roomType)
                        on conflict (room_nid) do update
                        set as_of = excluded.as_of,
                            summary = excluded.summary,
                            search_text = excluded.search_text,
                            room_type = excluded.room_type
                        where directory_entry.as_of < excluded.as_of
                        """)
                .bind("room", room.roomNid())
                .bind("asOf", room.latestPosition())
                .bind("summary", CanonicalJson.encode(summary.json()))
                .bind("searchText", summary.searchText())
                .bind("roomType", Parameters.in(R2dbcType.VARCHAR, summary.roomType().orElse(null)))
                .then();
    }

    private static Outdated outdated(Readable row) {
        return new Outdated(
                Objects.requireNonNull(row.get("room_nid", Long.class)),
                RoomVersion.get(Objects.requireNonNull(row.get("room_version", String.class))),
                Objects.requireNonNull(row.get("latest_position", Long.class)));
    }
}
