package dev.ganglion.room.upgrade;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.head.RoomNid;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the room that is to be replaced. A cached head will not do: it moves on while it is read.
 */
@Repository
class OldRoomRepository {
    private final DatabaseClient database;

    OldRoomRepository(DatabaseClient database) {
        this.database = database;
    }

    private record Row(RoomIdentity room, List<EventId> end, PduEvent event) {}

    /** Empty for rooms that do not exist. Relies on room (room_id) and room_state_current. */
    Mono<OldRoom> find(RoomId roomId, UserId user) {
        Set<StateKeyTuple> keys = OldRoom.needs(user);
        return database.sql(
                        """
                        select r.room_nid, r.room_version, h.forward_extremities, e.event_id, e.json
                        from rooms.room r
                        join rooms.room_head h on h.room_nid = r.room_nid
                        cross join unnest(:types, :stateKeys) as wanted(type, state_key)
                        join rooms.room_state s
                          on s.room_nid = r.room_nid
                          and s.type = wanted.type
                          and s.state_key = wanted.state_key
                          and s.valid_to is null
                        join rooms.event e on e.position = s.event_position
                        where r.room_id = :roomId
                        """)
                .bind("types", keys.stream().map(StateKeyTuple::type).toArray(String[]::new))
                .bind(
                        "stateKeys",
                        keys.stream().map(StateKeyTuple::stateKey).toArray(String[]::new))
                .bind("roomId", roomId.value())
                .map(row -> row(roomId, row))
                .all()
                .collectList()
                .filter(rows -> !rows.isEmpty())
                .map(rows -> room(user, rows));
    }

    private static OldRoom room(UserId user, List<Row> rows) {
        Map<StateKeyTuple, PduEvent> state =
                rows.stream()
                        .map(Row::event)
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        event -> event.stateKeyTuple().orElseThrow(),
                                        event -> event));
        Row any = rows.getFirst();
        return new OldRoom(user, any.room(), any.end(), key -> Optional.ofNullable(state.get(key)));
    }

    private static Row row(RoomId roomId, Readable row) {
        RoomVersion version = RoomVersion.get(text(row, "room_version"));
        RoomNid nid = new RoomNid(Objects.requireNonNull(row.get("room_nid", Long.class)));
        return new Row(
                new RoomIdentity(nid, roomId, version),
                Arrays.stream(
                                Objects.requireNonNull(
                                        row.get("forward_extremities", String[].class)))
                        .map(EventId::parse)
                        .toList(),
                PduEvent.stored(
                        version,
                        EventId.parse(text(row, "event_id")),
                        Objects.requireNonNull(row.get("json", byte[].class))));
    }
}
