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
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

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
            @RequestBody JsonObject content) {
        EventKeys.requireShortType(eventType);
        TransactionKey transaction = TransactionKey.of(requester, eventType, txnId);
        return eventType.equals(EventTypes.REDACTION)
                ? redacting
                        .redact(
                                roomId,
                                requester.userId(),
                                target(content),
                                content.without("redacts"),
                                transaction)
                        .map(Sent::new)
                : sending.send(
                                roomId,
                                EventDraft.message(requester.userId(), eventType, content),
                                transaction)
                        .map(Sent::new);
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
