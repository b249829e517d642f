package dev.ganglion.room.redact;

import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.persist.TransactionKey;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.Standing;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, {@code PUT /rooms/{roomId}/redact/{eventId}/{txnId}}. */
@RestController
class RedactController {
    private final RedactService redacting;

    RedactController(RedactService redacting) {
        this.redacting = redacting;
    }

    record Reason(Optional<String> reason) {}

    record Sent(EventId eventId) {}

    @PutMapping("/_matrix/client/v3/rooms/{roomId}/redact/{eventId}/{txnId}")
    Mono<Sent> redact(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable EventId eventId,
            @PathVariable String txnId,
            @RequestBody(required = false) @Nullable Reason body) {
        TransactionKey transaction = TransactionKey.of(requester, EventTypes.REDACTION, txnId);
        JsonObject content =
                JsonObject.builder()
                        .putIfPresent("reason", body == null ? Optional.empty() : body.reason())
                        .build();
        EventDraft redaction = EventDraft.redaction(requester.userId(), eventId, content);
        Mono<EventId> redacted =
                requester.standing() == Standing.GOOD
                        ? redacting.redact(roomId, redaction, transaction)
                        : redacting.redactOwn(roomId, redaction, transaction);
        return redacted.map(Sent::new);
    }
}
