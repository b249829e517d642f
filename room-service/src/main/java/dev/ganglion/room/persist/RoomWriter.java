package dev.ganglion.room.persist;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.room.head.RoomHead;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.head.RoomView.StateNotLoaded;
import dev.ganglion.service.stream.GroupCommit;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes into rooms that exist. What is answered is committed: it survives a crash of everything.
 *
 * <p>Refusals come as {@link MatrixException}: {@code M_FORBIDDEN} with the reason of the rule that
 * rejects the event, {@code M_TOO_LARGE}, or whatever the proposal's decision throws; 503 when the
 * database is gone, the queue is full, or a room is so contended that the proposal lost every race.
 */
@Service
public class RoomWriter {
    private static final int MAX_ATTEMPTS = 30;

    private final RoomHeads heads;
    private final GroupCommit<PendingProposal, ProposalOutcome> batches;

    RoomWriter(RoomHeads heads, GroupCommit<PendingProposal, ProposalOutcome> batches) {
        this.heads = heads;
        this.batches = batches;
    }

    /** The written events, in order; of a repeated transaction the event of the first time. */
    public Mono<List<WrittenEvent>> submit(Proposal proposal) {
        return Mono.defer(() -> attempt(proposal))
                .retryWhen(Retry.max(MAX_ATTEMPTS).filter(LostRace.class::isInstance))
                .onErrorMap(
                        failure -> failure.getCause() instanceof LostRace,
                        failure -> MatrixException.unavailable("This room is too busy: try again"));
    }

    /** For proposals of one event. */
    public Mono<WrittenEvent> submitOne(Proposal proposal) {
        return submit(proposal).map(List::getFirst);
    }

    private Mono<List<WrittenEvent>> attempt(Proposal proposal) {
        return heads.get(proposal.roomId(), proposal.needs())
                .flatMap(head -> prepared(proposal, head))
                .flatMap(head -> batches.submit(new PendingProposal(proposal, head)))
                .flatMap(outcome -> answer(proposal, outcome));
    }

    /** Decides once on what the head says now, to load what authorization will look at. */
    private Mono<RoomHead> prepared(Proposal proposal, RoomHead head) {
        try {
            Set<StateKeyTuple> needs = new HashSet<>();
            for (EventDraft draft : proposal.decision().apply(head)) {
                needs.addAll(EventFactory.needs(draft, head));
            }
            return heads.get(proposal.roomId(), needs);
        } catch (StateNotLoaded missing) {
            return heads.get(proposal.roomId(), Set.of(missing.key()))
                    .flatMap(more -> prepared(proposal, more));
        }
    }

    private Mono<List<WrittenEvent>> answer(Proposal proposal, ProposalOutcome outcome) {
        return switch (outcome) {
            case ProposalOutcome.Written written -> Mono.just(written.events());
            case ProposalOutcome.Refused refused -> Mono.error(refused.why());
            case ProposalOutcome.Stale stale -> Mono.error(new LostRace());
            case ProposalOutcome.Unprepared unprepared ->
                    heads.get(proposal.roomId(), Set.of(unprepared.missing().key()))
                            .then(Mono.error(LostRace::new));
        };
    }

    /** The room moved between the decision and the commit. */
    private static final class LostRace extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostRace() {
            super("The room moved", null, false, false);
        }
    }
}
