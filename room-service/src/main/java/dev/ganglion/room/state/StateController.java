package dev.ganglion.room.state;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.history.Readers;
import dev.ganglion.room.state.StateReader.StoredState;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Client-server API, {@code /rooms/{roomId}/state}. An empty state key may be left out with its
 * slash.
 */
@RestController
class StateController {
    private final StateService states;
    private final StateReader reader;
    private final Readers readers;

    StateController(StateService states, StateReader reader, Readers readers) {
        this.states = states;
        this.reader = reader;
        this.readers = readers;
    }

    record Sent(EventId eventId) {}

    @PutMapping({
        "/_matrix/client/v3/rooms/{roomId}/state/{eventType}",
        "/_matrix/client/v3/rooms/{roomId}/state/{eventType}/"
    })
    Mono<Sent> setUnkeyed(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable String eventType,
            @RequestParam Optional<String> ts,
            @RequestBody JsonObject content) {
        return set(requester, roomId, eventType, "", ts, content);
    }

    @PutMapping("/_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}")
    Mono<Sent> set(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable String eventType,
            @PathVariable String stateKey,
            @RequestParam Optional<String> ts,
            @RequestBody JsonObject content) {
        EventKeys.requireShortTypeAndStateKey(eventType, stateKey);
        EventDraft draft = EventDraft.state(requester.userId(), eventType, stateKey, content);
        return states.set(roomId, TimestampMassaging.massaged(draft, requester, ts)).map(Sent::new);
    }

    @GetMapping({
        "/_matrix/client/v3/rooms/{roomId}/state/{eventType}",
        "/_matrix/client/v3/rooms/{roomId}/state/{eventType}/"
    })
    Mono<RawJson> getUnkeyed(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable String eventType,
            @RequestParam Optional<String> format) {
        return get(requester, roomId, eventType, "", format);
    }

    @GetMapping("/_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}")
    Mono<RawJson> get(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable String eventType,
            @PathVariable String stateKey,
            @RequestParam Optional<String> format) {
        return readers.get(roomId, requester.userId())
                .flatMap(who -> reader.find(who, new StateKeyTuple(eventType, stateKey)))
                .map(
                        state ->
                                format.equals(Optional.of("event"))
                                        ? state.clientEvent(roomId)
                                        : content(state))
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.notFound("The room has no such state")));
    }

    @GetMapping("/_matrix/client/v3/rooms/{roomId}/state")
    Mono<RawJson> getAll(Requester requester, @PathVariable RoomId roomId) {
        return readers.get(roomId, requester.userId())
                .flatMapMany(reader::listAll)
                .map(state -> state.clientEvent(roomId))
                .collectList()
                .map(StateController::array);
    }

    private static RawJson array(List<RawJson> events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('[');
        for (RawJson event : events) {
            if (out.size() > 1) {
                out.write(',');
            }
            out.writeBytes(event.bytes());
        }
        out.write(']');
        return RawJson.ofTrusted(out.toByteArray());
    }

    private static RawJson content(StoredState state) {
        return RawJson.ofTrusted(CanonicalJson.encode(state.content()));
    }
}
