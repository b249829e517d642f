package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.persist.TransactionKey;
import dev.ganglion.room.state.EventKeys;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Optional;

/**
 * MSC4140, "Scheduling a delayed event": by an endpoint of its own, and by a parameter of the
 * endpoints that send, as most clients do it.
 */
@RestController
class ScheduleController {
    private static final String DELAY = "org.matrix.msc4140.delay";
    private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";

    private final Scheduling scheduling;

    ScheduleController(Scheduling scheduling) {
        this.scheduling = scheduling;
    }

    record Scheduled(String delayId) {}

    /**
     * The body of the endpoint of its own.
     *
     * @param delay what {@code delayMs} was called before
     */
    record Body(
            Optional<Long> delayMs,
            Optional<Long> delay,
            Optional<String> stateKey,
            JsonObject content) {}

    @PutMapping(path = ROOM + "/send/{eventType}/{txnId}", params = DELAY)
    Mono<Scheduled> message(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable String eventType,
            @PathVariable String txnId,
            @RequestParam(DELAY) String delay,
            @RequestBody JsonObject content) {
        EventKeys.requireShortType(eventType);
        return schedule(
                roomId,
                EventDraft.message(requester.userId(), eventType, content),
                ScheduleRequest.parseDelay(delay),
                Optional.of(TransactionKey.of(requester, eventType, txnId)));
    }

    @PutMapping(
            path = {ROOM + "/state/{eventType}", ROOM + "/state/{eventType}/"},
            params = DELAY)
    Mono<Scheduled> unkeyedState(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable String eventType,
            @RequestParam(DELAY) String delay,
            @RequestBody JsonObject content) {
        return state(requester, roomId, eventType, "", delay, content);
    }

    @PutMapping(path = ROOM + "/state/{eventType}/{stateKey}", params = DELAY)
    Mono<Scheduled> state(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable String eventType,
            @PathVariable String stateKey,
            @RequestParam(DELAY) String delay,
            @RequestBody JsonObject content) {
        EventKeys.requireShortTypeAndStateKey(eventType, stateKey);
        return schedule(
                roomId,
                EventDraft.state(requester.userId(), eventType, stateKey, content),
                ScheduleRequest.parseDelay(delay),
                Optional.empty());
    }

    @PutMapping(
            "/_matrix/client/unstable/org.matrix.msc4140/rooms/{roomId}/delayed_event/{eventType}/{txnId}")
    Mono<Scheduled> event(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable String eventType,
            @PathVariable String txnId,
            @RequestBody Body body) {
        EventKeys.requireShortTypeAndStateKey(eventType, body.stateKey().orElse(""));
        long delay =
                body.delayMs()
                        .or(body::delay)
                        .orElseThrow(() -> MatrixException.missingParam("delay_ms"));
        EventDraft draft =
                new EventDraft(
                        requester.userId(),
                        eventType,
                        body.stateKey(),
                        body.content(),
                        Optional.empty());
        return schedule(
                roomId,
                draft,
                ScheduleRequest.delay(delay),
                Optional.of(TransactionKey.of(requester, eventType, txnId)));
    }

    private Mono<Scheduled> schedule(
            RoomId room, EventDraft draft, Duration delay, Optional<TransactionKey> transaction) {
        return scheduling
                .schedule(new ScheduleRequest(room, draft, delay, transaction))
                .map(id -> new Scheduled(id.value()));
    }
}
