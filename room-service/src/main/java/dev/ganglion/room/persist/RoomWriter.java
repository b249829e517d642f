package dev.ganglion.room.persist;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.stream.GroupCommit;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.util.List;

/**
 * Writes into rooms that exist. What is answered is committed: it survives a crash of everything.
 *
 * <p>Refusals come as {@link MatrixException}: {@code M_FORBIDDEN} with the reason of the rule that
 * rejects the event, {@code M_TOO_LARGE}, or whatever the proposal's decision throws; 503 when the
 * database is gone, the queue is full, or a room is so contended that the proposal lost every race.
 */
@Service
public class RoomWriter {
    // A repetition is decided under the lock: it loses only when others of its batch change what it
    // looks at.
    private static final int MAX_REPETITIONS = 10;

    private final ProposalHeads heads;
    private final EventFactory factory;
    private final GroupCommit<PendingProposal, ProposalOutcome> batches;

    RoomWriter(
            ProposalHeads heads,
            EventFactory factory,
            GroupCommit<PendingProposal, ProposalOutcome> batches) {
        this.heads = heads;
        this.factory = factory;
        this.batches = batches;
    }

    /** The written events, in order; of a repeated transaction the event of the first time. */
    public Mono<List<WrittenEvent>> submit(Proposal proposal) {
        return Mono.defer(() -> attempt(proposal, false))
                .onErrorResume(LostRace.class, _ -> repeatedly(proposal))
                .onErrorMap(
                        failure -> failure.getCause() instanceof LostRace,
                        failure -> MatrixException.unavailable("This room is too busy: try again"));
    }

    private Mono<List<WrittenEvent>> repeatedly(Proposal proposal) {
        return Mono.defer(() -> attempt(proposal, true))
                .retryWhen(Retry.max(MAX_REPETITIONS).filter(LostRace.class::isInstance));
    }

    /** For proposals of one event. */
    public Mono<WrittenEvent> submitOne(Proposal proposal) {
        return submit(proposal).map(List::getFirst);
    }

    /**
     * For what is to be written later: refuses with {@code M_TOO_LARGE} or {@code M_INVALID_PARAM}
     * what no room takes. The room's rules are not asked.
     */
    public Mono<Void> mustFit(Proposal proposal) {
        return Mono.defer(() -> heads.load(proposal))
                .doOnNext(
                        head ->
                                proposal.decision()
                                        .apply(head)
                                        .forEach(draft -> factory.build(draft, head)))
                .then();
    }

    private Mono<List<WrittenEvent>> attempt(Proposal proposal, boolean hasLost) {
        return heads.load(proposal)
                .flatMap(head -> batches.submit(new PendingProposal(proposal, head, hasLost)))
                .flatMap(outcome -> answer(proposal, outcome));
    }

    private Mono<List<WrittenEvent>> answer(Proposal proposal, ProposalOutcome outcome) {
        return switch (outcome) {
            case ProposalOutcome.Written written -> Mono.just(written.events());
            case ProposalOutcome.Refused refused -> Mono.error(refused.why());
            case ProposalOutcome.Stale stale -> Mono.error(new LostRace());
            case ProposalOutcome.Unprepared unprepared ->
                    heads.load(proposal, unprepared.missing()).then(Mono.error(LostRace::new));
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
