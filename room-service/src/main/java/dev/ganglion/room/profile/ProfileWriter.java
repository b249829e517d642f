package dev.ganglion.room.profile;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import java.nio.charset.StandardCharsets;

/**
 * Writes profile fields, keeps each profile within its size, and sees to it that rooms are told of
 * what stands in membership events.
 */
@Component
class ProfileWriter {
    private static final int MAX_PROFILE_BYTES = 65_536;

    private final ProfileRepository repository;
    private final PropagationRepository propagations;
    private final TransactionalOperator transaction;
    private final Sinks.Many<String> changes = Sinks.many().multicast().directBestEffort();

    ProfileWriter(
            ProfileRepository repository,
            PropagationRepository propagations,
            TransactionalOperator transaction) {
        this.repository = repository;
        this.propagations = propagations;
        this.transaction = transaction;
    }

    /** Says the name of each field that this replica has changed and rooms have to be told of. */
    Flux<String> changes() {
        // What follows from a change must not hold up whoever makes the next one.
        return changes.asFlux().publishOn(Schedulers.parallel());
    }

    /**
     * Fails with {@code M_PROFILE_TOO_LARGE}. The profile is measured and written under a lock of
     * its user: fields that are put at the same time see each other.
     */
    Mono<Void> put(UserId user, String field, JsonValue value) {
        return repository
                .lock(user)
                .then(repository.find(user))
                .flatMap(profile -> requireRoom(profile.with(field, value)))
                .then(repository.put(user, field, value))
                .as(change -> committed(user, field, change));
    }

    Mono<Void> delete(UserId user, String field) {
        return committed(user, field, repository.delete(user, field));
    }

    private Mono<Void> committed(UserId user, String field, Mono<Void> change) {
        return Profiles.isInMemberEvents(field)
                ? change.then(propagations.begin(user, field))
                        .as(transaction::transactional)
                        .doOnSuccess(_ -> tell(field))
                : change.as(transaction::transactional);
    }

    /** Is lost where two say something at once; whoever listens looks every few seconds too. */
    private void tell(String field) {
        var _ = changes.tryEmitNext(field);
    }

    private static Mono<JsonObject> requireRoom(JsonObject profile) {
        return profile.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PROFILE_BYTES
                ? Mono.error(
                        MatrixException.of(
                                400,
                                ErrorCode.PROFILE_TOO_LARGE,
                                "The profile would be larger than 64 KiB"))
                : Mono.just(profile);
    }
}
