package dev.ganglion.room.deletion;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.deletion.DeletionRepository.Outcome;
import dev.ganglion.room.deletion.OccupantRepository.Occupant;
import dev.ganglion.room.membership.MembershipService;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/**
 * Takes this server's users out of a room, each by their own leaving, which no power level forbids;
 * members are taken into the new room first, so that none is lost between the two.
 */
@Service
class Evacuation {
    private static final Logger log = LoggerFactory.getLogger(Evacuation.class);
    private static final int PAGE = 50;
    private static final int AT_ONCE = 8;

    private final OccupantRepository occupants;
    private final MembershipService memberships;
    private final DeletionRepository deletions;

    Evacuation(
            OccupantRepository occupants,
            MembershipService memberships,
            DeletionRepository deletions) {
        this.occupants = occupants;
        this.memberships = memberships;
        this.deletions = deletions;
    }

    /** Completes when everybody is out who could be taken out. */
    Mono<Void> run(Deletion deletion) {
        return page(deletion, "")
                .expand(
                        page ->
                                page.size() < PAGE
                                        ? Mono.empty()
                                        : page(deletion, page.getLast().user().value()))
                .concatMap(page -> evacuate(deletion, page), 1)
                .then();
    }

    private Mono<List<Occupant>> page(Deletion deletion, String after) {
        return occupants.list(deletion.roomId(), after, PAGE);
    }

    private Mono<Void> evacuate(Deletion deletion, List<Occupant> page) {
        return Flux.fromIterable(page)
                .flatMap(occupant -> evacuate(deletion, occupant), AT_ONCE)
                .collectList()
                .flatMap(outcomes -> deletions.noteOutcomes(deletion, outcomes));
    }

    private Mono<Outcome> evacuate(Deletion deletion, Occupant occupant) {
        return joinNewRoom(deletion, occupant)
                .then(memberships.leave(deletion.roomId(), occupant.user(), Optional.empty()))
                .thenReturn(new Outcome(occupant.user(), true))
                .onErrorResume(
                        MatrixException.class,
                        refusal -> notEvacuated(deletion, occupant, refusal));
    }

    private Mono<Void> joinNewRoom(Deletion deletion, Occupant occupant) {
        return Mono.justOrEmpty(deletion.newRoomId())
                .filter(_ -> occupant.isJoined())
                .flatMap(room -> memberships.join(room, occupant.user(), Optional.empty()));
    }

    /** What is away comes back: then all of it is tried again. */
    private static Mono<Outcome> notEvacuated(
            Deletion deletion, Occupant occupant, MatrixException refusal) {
        if (!MatrixException.isRefusal(refusal)) {
            return Mono.error(refusal);
        }
        log.warn(
                "{} could not be taken out of {}: {}",
                occupant.user(),
                deletion.roomId(),
                refusal.getMessage());
        return Mono.just(new Outcome(occupant.user(), false));
    }
}
