package dev.ganglion.room.profile;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

/** Takes away what an erased user was called. */
@Service
public class ProfileRemoval {
    private final ProfileRepository repository;
    private final PropagationRepository propagations;
    private final TransactionalOperator transaction;

    ProfileRemoval(
            ProfileRepository repository,
            PropagationRepository propagations,
            TransactionalOperator transaction) {
        this.repository = repository;
        this.propagations = propagations;
        this.transaction = transaction;
    }

    /** All fields; rooms that have not been told of the last change hear nothing more of it. */
    public Mono<Void> remove(UserId user) {
        return repository
                .lock(user)
                .then(repository.deleteAll(user))
                .then(propagations.forgetAll(user))
                .as(transaction::transactional);
    }
}
