package dev.ganglion.room.send;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.moderation.ModerationGate;
import dev.ganglion.room.moderation.ModerationVerdict;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;
import dev.ganglion.room.persist.TransactionKey;
import dev.ganglion.room.persist.WrittenEvent;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Sends what is neither state nor a redaction. */
@Service
public class SendService {
    private final ModerationGate moderation;
    private final RoomWriter writer;

    SendService(ModerationGate moderation, RoomWriter writer) {
        this.moderation = moderation;
        this.writer = writer;
    }

    /**
     * The event's ID, once it is committed. Refused by the rules or by moderation with {@code
     * M_FORBIDDEN}.
     */
    public Mono<EventId> send(RoomId room, EventDraft draft, TransactionKey transaction) {
        Proposal proposal = Proposal.of(room, draft).once(transaction);
        return moderation
                .check(draft.sender(), draft.type(), draft.content())
                .flatMap(
                        verdict ->
                                switch (verdict) {
                                    case ModerationVerdict.Allow allow ->
                                            writer.submitOne(proposal);
                                    case ModerationVerdict.Reject(String reason) ->
                                            Mono.error(MatrixException.forbidden(reason));
                                    case ModerationVerdict.Delete(String reason) ->
                                            writer.submitOne(proposal.deletedAtOnce(reason));
                                })
                .map(WrittenEvent::eventId);
    }
}
