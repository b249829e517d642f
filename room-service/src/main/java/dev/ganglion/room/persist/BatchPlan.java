package dev.ganglion.room.persist;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomHead;
import dev.ganglion.room.head.RoomView.StateNotLoaded;
import dev.ganglion.room.persist.NewEvent.RedactionTarget;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A batch in the making: proposals are decided one after the other, each on the state that those
 * before it leave behind. A plain computation, used by one thread.
 */
final class BatchPlan {
    private final EventFactory factory;
    private final Map<TransactionIn, WrittenEvent> earlierTransactions;
    private final Set<RelationCheck> refusedRelations;
    private final Map<RoomId, RoomTurn> turns = new LinkedHashMap<>();
    private final Map<TransactionIn, Planned> ownTransactions = new HashMap<>();
    private final List<Planned> planned = new ArrayList<>();
    private int nextIndex;

    /** A transaction of a room: the same ID may be used in another room. */
    record TransactionIn(RoomId roomId, TransactionKey key) {}

    /** What is planned for a proposal. */
    sealed interface Planned {
        /**
         * Its events.
         *
         * @param indexes of the events within the batch
         */
        record Write(RoomTurn turn, List<Integer> indexes, List<PduEvent> events)
                implements Planned {}

        record Known(WrittenEvent event) implements Planned {}

        record Refused(MatrixException why) implements Planned {}

        record Unprepared(StateNotLoaded missing) implements Planned {}
    }

    /**
     * Decides a batch.
     *
     * @param earlierTransactions what was written before under the transaction IDs of the batch
     * @param refusedRelations what the relations of the batch may not be, after what was written
     *     before
     */
    BatchPlan(
            EventFactory factory,
            Map<TransactionIn, WrittenEvent> earlierTransactions,
            Set<RelationCheck> refusedRelations,
            List<PendingProposal> batch) {
        this.factory = factory;
        this.earlierTransactions = earlierTransactions;
        this.refusedRelations = new HashSet<>(refusedRelations);
        for (PendingProposal pending : batch) {
            planned.add(plan(pending.proposal(), pending.head()));
        }
    }

    /** What becomes of each proposal, in their order. */
    List<Planned> planned() {
        return Collections.unmodifiableList(planned);
    }

    private Planned plan(Proposal proposal, RoomHead head) {
        Optional<TransactionIn> transaction =
                proposal.transaction().map(key -> new TransactionIn(proposal.roomId(), key));
        Optional<Planned> repeated = transaction.flatMap(this::repeated);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        RoomTurn turn = turns.computeIfAbsent(proposal.roomId(), id -> new RoomTurn(head));
        Planned decided = decide(proposal, turn);
        transaction.ifPresent(key -> ownTransactions.put(key, decided));
        return decided;
    }

    /** The rooms that the batch changes. */
    Collection<RoomTurn> turns() {
        return turns.values().stream().filter(turn -> !turn.isUnchanged()).toList();
    }

    /** How many positions the batch takes. */
    int size() {
        return nextIndex;
    }

    private Optional<Planned> repeated(TransactionIn transaction) {
        WrittenEvent earlier = earlierTransactions.get(transaction);
        return earlier != null
                ? Optional.of(new Planned.Known(earlier))
                : Optional.ofNullable(ownTransactions.get(transaction));
    }

    private Planned decide(Proposal proposal, RoomTurn turn) {
        RoomTurn.Savepoint savepoint = turn.savepoint();
        try {
            requireFreeRelation(proposal);
            List<Integer> indexes = new ArrayList<>();
            List<PduEvent> events = new ArrayList<>();
            for (EventDraft draft : proposal.decision().apply(turn)) {
                Optional<RedactionTarget> target = draft.redacts().flatMap(id -> target(proposal));
                Optional<TransactionKey> transaction =
                        events.isEmpty() ? proposal.transaction() : Optional.empty();
                events.add(append(turn, draft, transaction, target, indexes));
            }
            proposal.deletedBecause()
                    .ifPresent(reason -> deleteFirst(turn, events, indexes, reason));
            follow(proposal);
            return new Planned.Write(turn, indexes, events);
        } catch (MatrixException refusal) {
            turn.rollback(savepoint);
            return new Planned.Refused(refusal);
        } catch (StateNotLoaded missing) {
            turn.rollback(savepoint);
            return new Planned.Unprepared(missing);
        }
    }

    private void requireFreeRelation(Proposal proposal) {
        proposal.relationCheck()
                .filter(refusedRelations::contains)
                .ifPresent(
                        check -> {
                            throw check.refusal();
                        });
    }

    /** An annotation is there from now on, unless it is one that is taken back. */
    private void follow(Proposal proposal) {
        proposal.relationCheck()
                .filter(RelationCheck::isOfAnnotation)
                .filter(check -> proposal.deletedBecause().isEmpty())
                .ifPresent(refusedRelations::add);
        proposal.redactionTarget()
                .flatMap(
                        event ->
                                RelationCheck.of(
                                        proposal.roomId(),
                                        event.sender(),
                                        event.type(),
                                        event.content()))
                .filter(RelationCheck::isOfAnnotation)
                .ifPresent(refusedRelations::remove);
    }

    private PduEvent append(
            RoomTurn turn,
            EventDraft draft,
            Optional<TransactionKey> transaction,
            Optional<RedactionTarget> target,
            List<Integer> indexes) {
        PduEvent event = factory.make(draft, turn);
        turn.append(event, nextIndex, transaction, target);
        indexes.add(nextIndex++);
        return event;
    }

    /** The sender's server takes the event back for the sender, before anybody could read it. */
    private void deleteFirst(
            RoomTurn turn, List<PduEvent> events, List<Integer> indexes, String reason) {
        PduEvent first = events.getFirst();
        EventDraft redaction =
                EventDraft.redaction(
                        first.sender(), first.eventId(), JsonObject.of("reason", reason));
        RedactionTarget target = RedactionTarget.of(first);
        append(turn, redaction, Optional.empty(), Optional.of(target), indexes);
    }

    private static Optional<RedactionTarget> target(Proposal proposal) {
        return proposal.redactionTarget().map(RedactionTarget::of);
    }
}
