package dev.ganglion.room.send;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.persist.TransactionKey;
import dev.ganglion.room.redact.RedactService;
import dev.ganglion.room.state.EventKeys;
import dev.ganglion.room.state.TimestampMassaging;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, {@code PUT /rooms/{roomId}/send/{eventType}/{txnId}}. */
@RestController
class SendController {
    private final SendService sending;
    private final RedactService redacting;

    SendController(SendService sending, RedactService redacting) {
        this.sending = sending;
        this.redacting = redacting;
    }

    record Sent(EventId eventId) {}

    @PutMapping("/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}")
    Mono<Sent> send(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable String eventType,
            @PathVariable String txnId,
            @RequestParam Optional<String> ts,
            @RequestBody JsonObject content) {
        EventKeys.requireShortType(eventType);
        TransactionKey transaction = TransactionKey.of(requester, eventType, txnId);
        boolean isRedaction = eventType.equals(EventTypes.REDACTION);
        EventDraft draft =
                TimestampMassaging.massaged(
                        isRedaction
                                ? redaction(requester, content)
                                : EventDraft.message(requester.userId(), eventType, content),
                        requester,
                        ts);
        Mono<EventId> sent =
                isRedaction
                        ? redacting.redact(roomId, draft, transaction)
                        : sending.send(roomId, draft, transaction);
        return sent.map(Sent::new);
    }

    private static EventDraft redaction(Requester requester, JsonObject content) {
        return EventDraft.redaction(
                requester.userId(), target(content), content.without("redacts"));
    }

    private static EventId target(JsonObject content) {
        return content.string("redacts")
                .flatMap(EventId::tryParse)
                .orElseThrow(
                        () ->
                                MatrixException.invalidParam(
                                        "A redaction says in redacts which event it is about"));
    }
}
