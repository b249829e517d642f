package dev.ganglion.room.redact;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomView;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;
import dev.ganglion.room.persist.TransactionKey;
import dev.ganglion.room.persist.WrittenEvent;
import dev.ganglion.room.visibility.ReadingPoints;
import dev.ganglion.service.identity.Standing;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Redacts events. */
@Service
public class RedactService {
    private final ReadingPoints readingPoints;
    private final RedactRepository repository;
    private final RoomWriter writer;

    RedactService(ReadingPoints readingPoints, RedactRepository repository, RoomWriter writer) {
        this.readingPoints = readingPoints;
        this.repository = repository;
        this.writer = writer;
    }

    /**
     * The ID of a redaction that names its target, once the target's content is gone. {@code
     * M_NOT_FOUND} when the room has no such event, {@code M_FORBIDDEN} when the event is somebody
     * else's and the user may not redact others.
     */
    public Mono<EventId> redact(RoomId room, EventDraft redaction, TransactionKey transaction) {
        return target(room, redaction)
                .flatMap(event -> redacted(room, redaction, transaction, event));
    }

    /**
     * The same for a user who is not in good standing, who may take back what they said and nothing
     * else: {@code M_USER_SUSPENDED} when the event is somebody else's.
     */
    public Mono<EventId> redactOwn(RoomId room, EventDraft redaction, TransactionKey transaction) {
        return target(room, redaction)
                .filter(event -> event.sender().equals(redaction.sender()))
                .switchIfEmpty(Mono.error(Standing::suspended))
                .flatMap(event -> redacted(room, redaction, transaction, event));
    }

    private Mono<PduEvent> target(RoomId room, EventDraft redaction) {
        EventId target = redaction.redacts().orElseThrow();
        return readingPoints
                .mustBeJoined(room, redaction.sender())
                .flatMap(head -> repository.find(head.identity(), target))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.notFound(
                                                "There is no such event in this room")));
    }

    private Mono<EventId> redacted(
            RoomId room, EventDraft redaction, TransactionKey transaction, PduEvent target) {
        return writer.submitOne(proposal(room, redaction, target).once(transaction))
                .map(WrittenEvent::eventId);
    }

    private static Proposal proposal(RoomId room, EventDraft redaction, PduEvent target) {
        return Proposal.deciding(
                        room,
                        needs(target),
                        view -> {
                            requireRight(view, redaction.sender(), target);
                            return List.of(redaction);
                        })
                .redacting(target);
    }

    /** What the right depends on, and what may lose its content. */
    private static Set<StateKeyTuple> needs(PduEvent target) {
        Set<StateKeyTuple> needs = new HashSet<>();
        needs.add(StateKeyTuple.CREATE);
        needs.add(StateKeyTuple.POWER_LEVELS);
        target.stateKeyTuple().ifPresent(needs::add);
        return needs;
    }

    private static void requireRight(RoomView view, UserId user, PduEvent target) {
        if (target.is(EventTypes.CREATE)) {
            throw MatrixException.forbidden("The beginning of a room cannot be redacted");
        }
        if (!target.sender().equals(user) && !view.powerLevels().mayRedactOthers(user)) {
            throw MatrixException.forbidden("Your power level is too low to redact this event");
        }
    }
}
