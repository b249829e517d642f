package dev.ganglion.room.persist;

import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.head.RoomView;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What somebody wants to happen in a room: a decision on the room's state, taken when its turn
 * comes and taken again when the room moved before it was written. All of its events are written,
 * or none.
 *
 * @param needs the state that the decision looks at, besides what authorizing its events takes
 * @param decision the events to write, none for nothing to do; throws {@link
 *     dev.ganglion.protocol.error.MatrixException} to refuse
 * @param redactionTarget the event that a redaction among the drafts applies to
 * @param deletedBecause set when the first event is to be redacted in the same breath, so that
 *     nobody ever reads it
 * @param relationCheck what would refuse the event because of what it relates to
 */
public record Proposal(
        RoomId roomId,
        Set<StateKeyTuple> needs,
        Function<RoomView, List<EventDraft>> decision,
        Optional<TransactionKey> transaction,
        Optional<PduEvent> redactionTarget,
        Optional<String> deletedBecause,
        Optional<RelationCheck> relationCheck) {

    public Proposal {
        needs = Set.copyOf(needs);
    }

    /** One event, whatever the state. */
    public static Proposal of(RoomId roomId, EventDraft draft) {
        return new Proposal(
                roomId,
                Set.of(),
                view -> List.of(draft),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RelationCheck.of(roomId, draft.sender(), draft.type(), draft.content()));
    }

    /** A decision that depends on state. */
    public static Proposal deciding(
            RoomId roomId,
            Set<StateKeyTuple> needs,
            Function<RoomView, List<EventDraft>> decision) {
        return new Proposal(
                roomId,
                needs,
                decision,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same, done once however often the client sends it. */
    public Proposal once(TransactionKey key) {
        return new Proposal(
                roomId,
                needs,
                decision,
                Optional.of(key),
                redactionTarget,
                deletedBecause,
                relationCheck);
    }

    /** The same, applied to that event. */
    public Proposal redacting(PduEvent target) {
        return new Proposal(
                roomId,
                needs,
                decision,
                transaction,
                Optional.of(target),
                deletedBecause,
                relationCheck);
    }

    /** The same, redacted as it is written. */
    public Proposal deletedAtOnce(String reason) {
        return new Proposal(
                roomId,
                needs,
                decision,
                transaction,
                redactionTarget,
                Optional.of(reason),
                relationCheck);
    }
}
