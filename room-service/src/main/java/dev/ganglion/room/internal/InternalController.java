package dev.ganglion.room.internal;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.RoomIdOrAlias;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.alias.Aliases;
import dev.ganglion.room.membership.MembershipService;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;
import dev.ganglion.room.persist.TransactionKey;
import dev.ganglion.room.persist.WrittenEvent;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.identity.ServiceCaller;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Each endpoint has one service that may call it. */
@RestController
class InternalController {
    /** The one user in whose name moderation-service speaks. */
    private static final String MODERATION_LOCALPART = "moderation";

    private final MembershipService memberships;
    private final Aliases aliases;
    private final RoomWriter writer;
    private final ServerProperties server;

    InternalController(
            MembershipService memberships,
            Aliases aliases,
            RoomWriter writer,
            ServerProperties server) {
        this.memberships = memberships;
        this.aliases = aliases;
        this.writer = writer;
        this.server = server;
    }

    record Sent(EventId eventId) {}

    /**
     * Sends as the server's own moderation user, who first takes up an invitation that is waiting.
     */
    @PutMapping("/internal/rooms/{room}/send/{eventType}/{txnId}")
    Mono<Sent> send(
            ServiceCaller caller,
            @PathVariable RoomIdOrAlias room,
            @PathVariable String eventType,
            @PathVariable String txnId,
            @RequestParam("user_id") UserId userId,
            @RequestBody JsonObject content) {
        caller.mustBe("moderation");
        if (!userId.equals(UserId.of(MODERATION_LOCALPART, server.serverName()))) {
            return Mono.error(
                    MatrixException.forbidden("Moderation speaks for its own user alone"));
        }
        EventDraft draft = EventDraft.message(userId, eventType, content);
        TransactionKey transaction = new TransactionKey(userId, "", eventType, txnId);
        return aliases.resolve(room)
                .flatMap(roomId -> joined(roomId, userId))
                .flatMap(roomId -> writer.submitOne(Proposal.of(roomId, draft).once(transaction)))
                .map(WrittenEvent::eventId)
                .map(Sent::new);
    }

    private Mono<RoomId> joined(RoomId room, UserId user) {
        return memberships.join(room, user, Optional.empty()).thenReturn(room);
    }
}
