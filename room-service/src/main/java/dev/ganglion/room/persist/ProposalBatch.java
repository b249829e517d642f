package dev.ganglion.room.persist;

import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.persist.BatchPlan.Planned;
import dev.ganglion.room.persist.BatchTransaction.Committed;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Writes one batch of proposals: look up transactions, plan, commit, follow, tell the others. One
 * batch at a time.
 */
@Component
class ProposalBatch {
    private final TransactionLookup transactions;
    private final EventFactory factory;
    private final BatchTransaction database;
    private final RoomHeads heads;
    private final EventHints hints;

    ProposalBatch(
            TransactionLookup transactions,
            EventFactory factory,
            BatchTransaction database,
            RoomHeads heads,
            EventHints hints) {
        this.transactions = transactions;
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
        return transactions
                .findAll(batch)
                .flatMap(
                        earlier -> {
                            BatchPlan plan = new BatchPlan(factory, earlier);
                            List<Planned> planned =
                                    batch.stream()
                                            .map(
                                                    pending ->
                                                            plan.add(
                                                                    pending.proposal(),
                                                                    pending.head()))
                                            .toList();
                            return commit(plan).map(committed -> outcomes(planned, committed));
                        });
    }

    private Mono<Committed> commit(BatchPlan plan) {
        if (plan.turns().isEmpty()) {
            return Mono.just(new Committed(0, Set.of()));
        }
        return database.write(plan.turns(), plan.size())
                .doOnNext(committed -> follow(plan, committed));
    }

    /**
     * Brings the cached heads to where the database is, forgets those that were behind, and wakes
     * the readers.
     */
    private void follow(BatchPlan plan, Committed committed) {
        List<RoomTurn> written = new ArrayList<>();
        for (RoomTurn turn : plan.turns()) {
            if (committed.accepted().contains(turn.identity().nid().value())) {
                turn.head().advance(turn.extent(), turn.changes(committed.firstPosition()));
                written.add(turn);
            } else {
                heads.drop(turn.identity().roomId());
            }
        }
        hints.publish(written, committed.firstPosition() + plan.size() - 1);
    }

    private static List<ProposalOutcome> outcomes(List<Planned> planned, Committed committed) {
        return planned.stream().map(plan -> outcome(plan, committed)).toList();
    }

    private static ProposalOutcome outcome(Planned planned, Committed committed) {
        return switch (planned) {
            case Planned.Known known -> new ProposalOutcome.Written(List.of(known.event()));
            case Planned.Refused refused -> new ProposalOutcome.Refused(refused.why());
            case Planned.Unprepared unprepared ->
                    new ProposalOutcome.Unprepared(unprepared.missing());
            case Planned.Write write when write.events().isEmpty() ->
                    new ProposalOutcome.Written(List.of());
            case Planned.Write write
                    when committed.accepted().contains(write.turn().identity().nid().value()) ->
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
