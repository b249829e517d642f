package dev.ganglion.room.head;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.version.RoomVersion;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Reads heads and current state. */
@Repository
class HeadRepository {
    private final DatabaseClient database;

    HeadRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on room (room_id) and the primary key of room_head. */
    Mono<RoomHead> findHead(RoomId roomId) {
        return database.sql(
                        """
                        select r.room_nid, r.room_version, h.version, h.depth, h.forward_extremities,
                               h.notify_count, h.joined_members, h.invited_members
                        from rooms.room r
                        join rooms.room_head h on h.room_nid = r.room_nid
                        where r.room_id = :roomId
                        """)
                .bind("roomId", roomId.value())
                .map(row -> head(roomId, row))
                .one();
    }

    /** Relies on room_state_current. */
    Flux<KeyedState> listState(RoomIdentity room, Collection<StateKeyTuple> keys) {
        return database.sql(
                        """
                        select s.type, s.state_key, s.event_position, e.event_id, e.json
                        from unnest(:types, :stateKeys) as wanted(type, state_key)
                        join rooms.room_state s
                          on s.room_nid = :room
                          and s.type = wanted.type
                          and s.state_key = wanted.state_key
                          and s.valid_to is null
                        join rooms.event e on e.position = s.event_position
                        """)
                .bind("room", room.nid().value())
                .bind("types", keys.stream().map(StateKeyTuple::type).toArray(String[]::new))
                .bind(
                        "stateKeys",
                        keys.stream().map(StateKeyTuple::stateKey).toArray(String[]::new))
                .map(row -> keyedState(room.version(), row))
                .all();
    }

    record KeyedState(StateKeyTuple key, StateEvent value) {}

    private static RoomHead head(RoomId roomId, Readable row) {
        RoomVersion version = RoomVersion.get(text(row, "room_version"));
        return new RoomHead(
                new RoomIdentity(new RoomNid(number(row, "room_nid")), roomId, version),
                new RoomExtent(
                        number(row, "version"),
                        number(row, "depth"),
                        extremities(row),
                        number(row, "notify_count"),
                        (int) number(row, "joined_members"),
                        (int) number(row, "invited_members")));
    }

    private static List<EventId> extremities(Readable row) {
        return Arrays.stream(Objects.requireNonNull(row.get("forward_extremities", String[].class)))
                .map(EventId::parse)
                .toList();
    }

    private static KeyedState keyedState(RoomVersion version, Readable row) {
        PduEvent event =
                PduEvent.stored(
                        version,
                        EventId.parse(text(row, "event_id")),
                        Objects.requireNonNull(row.get("json", byte[].class)));
        return new KeyedState(
                new StateKeyTuple(text(row, "type"), text(row, "state_key")),
                new StateEvent(event, number(row, "event_position")));
    }
}
