package dev.ganglion.room.profile;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;

/** Writes profile fields and keeps each profile within its size. */
@Component
class ProfileWriter {
    private static final int MAX_PROFILE_BYTES = 65_536;

    private final ProfileRepository repository;
    private final TransactionalOperator transaction;

    ProfileWriter(ProfileRepository repository, TransactionalOperator transaction) {
        this.repository = repository;
        this.transaction = transaction;
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
                .as(transaction::transactional);
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
