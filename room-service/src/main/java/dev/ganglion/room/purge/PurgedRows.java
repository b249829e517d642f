package dev.ganglion.room.purge;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.version.RoomVersion;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;

/** Deletes events with everything that hangs on them. */
@Repository
class PurgedRows {
    private final DatabaseClient database;

    PurgedRows(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> delete(long roomNid, List<PurgeCandidate> going) {
        return going.isEmpty()
                ? Mono.empty()
                : deleteDependents(going)
                        .then(deleteState(roomNid, going))
                        .then(deleteEvents(going));
    }

    /** Relies on the index of each table's column. */
    Mono<Void> deleteDependents(List<PurgeCandidate> events) {
        return Flux.fromIterable(PurgedTables.OF_EVENTS)
                .concatMap(table -> deleteFrom(table, events))
                .then();
    }

    private Mono<Void> deleteFrom(PurgedTables.OfEvents table, List<PurgeCandidate> events) {
        return database.sql(
                        "delete from %s where %s = any(:positions)"
                                .formatted(table.name(), table.column()))
                .bind("positions", positions(events))
                .then();
    }

    /**
     * The event that replaced the state is told of it no more. Relies on the primary keys of
     * room_state and event.
     */
    private Mono<Void> deleteState(long roomNid, List<PurgeCandidate> going) {
        List<PurgeCandidate> state = going.stream().filter(PurgeCandidate::isState).toList();
        return state.isEmpty()
                ? Mono.empty()
                : database.sql(
                                """
                                with gone as (
                                    delete from rooms.room_state s
                                    using unnest(:types, :stateKeys, :positions) as n(type, state_key, position)
                                    where s.room_nid = :room and s.type = n.type and s.state_key = n.state_key
                                      and s.valid_from = n.position
                                    returning s.valid_to
                                )
                                update rooms.event e
                                set replaced_state_position = null
                                from gone
                                where e.position = gone.valid_to
                                """)
                        .bind("room", roomNid)
                        .bind(
                                "types",
                                state.stream().map(PurgeCandidate::type).toArray(String[]::new))
                        .bind(
                                "stateKeys",
                                state.stream()
                                        .map(event -> event.stateKey().orElseThrow())
                                        .toArray(String[]::new))
                        .bind("positions", positions(state))
                        .then();
    }

    private Mono<Void> deleteEvents(List<PurgeCandidate> going) {
        return database.sql("delete from rooms.event where position = any(:positions)")
                .bind("positions", positions(going))
                .then();
    }

    /** The event itself stays, without its content. Relies on event's primary key. */
    Mono<Void> strip(RoomVersion version, PurgeCandidate event) {
        return database.sql("select json from rooms.event where position = :position")
                .bind("position", event.position())
                .map(row -> Objects.requireNonNull(row.get("json", byte[].class)))
                .one()
                .map(json -> PduEvent.stored(version, EventId.parse(event.eventId()), json))
                .flatMap(stored -> replace(event.position(), stored.redacted()));
    }

    private Mono<Void> replace(long position, PduEvent redacted) {
        return database.sql("update rooms.event set json = :json where position = :position")
                .bind("json", redacted.canonicalBytes())
                .bind("position", position)
                .then();
    }

    /** What counts as unread is the difference of two numbers: the lower one must not be lost. */
    Mono<Void> keepNotifyCount(long roomNid, long count) {
        return database.sql(
                        """
                        update rooms.room
                        set purged_notify_count = :count
                        where room_nid = :room and purged_notify_count < :count
                        """)
                .bind("room", roomNid)
                .bind("count", count)
                .then();
    }

    private static Long[] positions(List<PurgeCandidate> events) {
        return events.stream().map(PurgeCandidate::position).toArray(Long[]::new);
    }
}
