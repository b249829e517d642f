package dev.ganglion.room.state;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.event.ClientEventBytes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.history.Reader;
import dev.ganglion.service.web.RawJson;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Objects;
import java.util.Optional;

/** Reads state as of the last position that a reader sees. */
@Repository
public class StateReader {
    private final DatabaseClient database;

    StateReader(DatabaseClient database) {
        this.database = database;
    }

    /** A state event as it is stored. */
    public static final class StoredState {
        private static final byte[] NO_UNSIGNED = new byte[0];

        private final EventId eventId;
        private final byte[] json;

        private StoredState(EventId eventId, byte[] json) {
            this.eventId = eventId;
            this.json = json;
        }

        /** As clients see it, with the room and without {@code unsigned}. */
        public RawJson clientEvent(RoomId room) {
            return RawJson.ofTrusted(
                    ClientEventBytes.splice(json, eventId, Optional.of(room.value()), NO_UNSIGNED));
        }

        JsonObject content() {
            return Json.parseObject(json).object("content").orElse(JsonObject.EMPTY);
        }
    }

    /** The whole state, in the order of its events. Relies on room_state's primary key. */
    public Flux<StoredState> listAll(Reader reader) {
        return database.sql(
                        """
                        select e.position, e.event_id, e.sender, e.json
                        from rooms.room_state s
                        join rooms.event e on e.position = s.event_position
                        where s.room_nid = :room and s.valid_from <= :position
                          and (s.valid_to is null or s.valid_to > :position)
                        order by e.position
                        """)
                .bind("room", reader.room().nid().value())
                .bind("position", reader.readsUpTo())
                .map(row -> stored(row, reader))
                .all();
    }

    /** One piece of state; empty when the room had none. */
    public Mono<StoredState> find(Reader reader, StateKeyTuple key) {
        return database.sql(
                        """
                        select e.position, e.event_id, e.sender, e.json
                        from rooms.room_state s
                        join rooms.event e on e.position = s.event_position
                        where s.room_nid = :room and s.type = :type and s.state_key = :stateKey
                          and s.valid_from <= :position and (s.valid_to is null or s.valid_to > :position)
                        """)
                .bind("room", reader.room().nid().value())
                .bind("type", key.type())
                .bind("stateKey", key.stateKey())
                .bind("position", reader.readsUpTo())
                .map(row -> stored(row, reader))
                .one();
    }

    /** Parsed only where something of it is hidden. */
    private static StoredState stored(Readable row, Reader reader) {
        EventId eventId = EventId.parse(text(row, "event_id"));
        byte[] json = Objects.requireNonNull(row.get("json", byte[].class));
        boolean isHidden =
                reader.erased().hides(new UserId(text(row, "sender")), number(row, "position"));
        return new StoredState(
                eventId,
                isHidden
                        ? PduEvent.stored(reader.room().version(), eventId, json)
                                .erased()
                                .canonicalBytes()
                        : json);
    }
}
