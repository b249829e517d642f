package dev.ganglion.room.persist;

import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.persist.BatchPlan.Planned;
import dev.ganglion.room.persist.BatchTransaction.Committed;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes one batch of proposals: look up transactions and relations, plan, commit, follow, tell the
 * others. One batch at a time. A batch with proposals that have lost a race is planned under the
 * lock, when nobody else can move a room: otherwise a replica that has to read a room anew would
 * lose to one that writes there all the time, again and again.
 */
@Component
class ProposalBatch {
    private final TransactionLookup transactions;
    private final RelationLookup relations;
    private final ProposalHeads renewal;
    private final EventFactory factory;
    private final BatchTransaction database;
    private final RoomHeads heads;
    private final EventHints hints;

    ProposalBatch(
            TransactionLookup transactions,
            RelationLookup relations,
            ProposalHeads renewal,
            EventFactory factory,
            BatchTransaction database,
            RoomHeads heads,
            EventHints hints) {
        this.transactions = transactions;
        this.relations = relations;
        this.renewal = renewal;
        this.factory = factory;
        this.database = database;
        this.heads = heads;
        this.hints = hints;
    }

    /**
     * The outcomes in the order of the proposals; an error means that nothing of the batch was
     * written.
     */
    Mono<List<ProposalOutcome>> write(List<PendingProposal> batch) {
        boolean isContended = batch.stream().anyMatch(PendingProposal::hasLost);
        Mono<Committed> committed =
                isContended
                        ? database.writeAlone(renewal.renewed(batch).flatMap(this::plan))
                        : plan(batch).flatMap(database::write);
        return committed
                .doOnNext(this::follow)
                .doOnError(_ -> forget(batch))
                .doOnCancel(() -> forget(batch))
                .map(ProposalBatch::outcomes);
    }

    private Mono<BatchPlan> plan(List<PendingProposal> batch) {
        return transactions
                .findAll(batch)
                .zipWhen(
                        _ -> relations.findRefused(batch),
                        (earlier, refused) -> new BatchPlan(factory, earlier, refused, batch));
    }

    /**
     * Brings the cached heads to where the database is, forgets those that were behind, and wakes
     * the readers.
     */
    private void follow(Committed committed) {
        List<RoomTurn> written = new ArrayList<>();
        for (RoomTurn turn : committed.plan().turns()) {
            if (committed.isAccepted(turn)) {
                heads.advance(turn.head(), turn.extent(), turn.changes(committed.firstPosition()));
                written.add(turn);
            } else {
                heads.drop(turn.identity().roomId());
            }
        }
        if (!written.isEmpty()) {
            hints.publish(written, committed.firstPosition() + committed.plan().size() - 1);
        }
    }

    /** Nobody knows whether it was committed after all. */
    private void forget(List<PendingProposal> batch) {
        batch.forEach(pending -> heads.drop(pending.proposal().roomId()));
    }

    private static List<ProposalOutcome> outcomes(Committed committed) {
        return committed.plan().planned().stream().map(plan -> outcome(plan, committed)).toList();
    }

    private static ProposalOutcome outcome(Planned planned, Committed committed) {
        return switch (planned) {
            case Planned.Known known -> new ProposalOutcome.Written(List.of(known.event()));
            case Planned.Refused refused -> new ProposalOutcome.Refused(refused.why());
            case Planned.Unprepared unprepared ->
                    new ProposalOutcome.Unprepared(unprepared.missing());
            case Planned.Write write when write.events().isEmpty() ->
                    new ProposalOutcome.Written(List.of());
            case Planned.Write write when committed.isAccepted(write.turn()) ->
                    new ProposalOutcome.Written(writtenEvents(write, committed.firstPosition()));
            case Planned.Write stale -> new ProposalOutcome.Stale();
        };
    }

    private static List<WrittenEvent> writtenEvents(Planned.Write write, long first) {
        return IntStream.range(0, write.events().size())
                .mapToObj(
                        number ->
                                new WrittenEvent(
                                        write.events().get(number).eventId(),
                                        first + write.indexes().get(number)))
                .toList();
    }
}
