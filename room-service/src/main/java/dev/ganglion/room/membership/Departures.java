package dev.ganglion.room.membership;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Takes a user out of every room, when the account is closed. */
@Service
public class Departures {
    private static final int ROOMS_AT_ONCE = 8;

    private final MembershipRepository repository;
    private final MembershipService memberships;

    Departures(MembershipRepository repository, MembershipService memberships) {
        this.repository = repository;
        this.memberships = memberships;
    }

    /** Completes when the user is in no room any more; to be repeated after an error. */
    public Mono<Void> leaveAll(UserId user) {
        return repository
                .listRoomsToLeave(user)
                .flatMap(
                        room ->
                                memberships
                                        .leave(room, user, Optional.empty())
                                        // Kicked meanwhile: gone all the same.
                                        .onErrorResume(
                                                MatrixException.class,
                                                refusal ->
                                                        refusal.status() == 403
                                                                ? Mono.empty()
                                                                : Mono.error(refusal)),
                        ROOMS_AT_ONCE)
                .then();
    }
}
