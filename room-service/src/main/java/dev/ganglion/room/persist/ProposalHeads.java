package dev.ganglion.room.persist;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.head.RoomHead;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.head.RoomView.StateNotLoaded;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Loads the head of a proposal's room with all the state that deciding and authorizing look at. */
@Component
class ProposalHeads {
    private final RoomHeads heads;

    ProposalHeads(RoomHeads heads) {
        this.heads = heads;
    }

    /** From memory as far as it is there. */
    Mono<RoomHead> load(Proposal proposal) {
        return heads.getForWrite(proposal.roomId(), proposal.needs())
                .flatMap(head -> prepared(proposal, head));
    }

    /** From memory, with that piece of the state, which a decision turned out to look at. */
    Mono<RoomHead> load(Proposal proposal, StateNotLoaded missing) {
        return heads.getForWrite(proposal.roomId(), Set.of(missing.key()));
    }

    /**
     * As the database has them now, for every proposal to a room of which one has lost its race.
     * Meant for a caller that keeps all others from writing.
     */
    Mono<List<PendingProposal>> renewed(List<PendingProposal> batch) {
        Set<RoomId> contended =
                batch.stream()
                        .filter(PendingProposal::hasLost)
                        .map(pending -> pending.proposal().roomId())
                        .collect(Collectors.toSet());
        return Flux.fromIterable(contended)
                .concatMap(heads::reload)
                .collectMap(head -> head.identity().roomId())
                .flatMap(fresh -> renewed(batch, fresh));
    }

    private Mono<List<PendingProposal>> renewed(
            List<PendingProposal> batch, Map<RoomId, RoomHead> fresh) {
        return Flux.fromIterable(batch)
                .concatMap(
                        pending ->
                                Mono.justOrEmpty(fresh.get(pending.proposal().roomId()))
                                        .flatMap(head -> renewed(pending, head))
                                        .defaultIfEmpty(pending))
                .collectList();
    }

    /** A proposal that will be refused needs no state but the one that refuses it. */
    private Mono<PendingProposal> renewed(PendingProposal pending, RoomHead head) {
        Proposal proposal = pending.proposal();
        return heads.withState(head, proposal.needs())
                .flatMap(known -> prepared(proposal, known))
                .onErrorReturn(MatrixException.class, head)
                .map(pending::on);
    }

    /** Decides once on what the head says now, to load what authorization will look at. */
    private Mono<RoomHead> prepared(Proposal proposal, RoomHead head) {
        try {
            Set<StateKeyTuple> needs = new HashSet<>();
            for (EventDraft draft : proposal.decision().apply(head)) {
                needs.addAll(EventFactory.needs(draft, head));
            }
            return heads.withState(head, needs);
        } catch (StateNotLoaded missing) {
            return heads.withState(head, Set.of(missing.key()))
                    .flatMap(more -> prepared(proposal, more));
        } catch (MatrixException refusal) {
            return Mono.error(refusal);
        }
    }
}
