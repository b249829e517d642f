package dev.ganglion.auth.keybackup;

import dev.ganglion.auth.deactivation.Belongings;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.function.Function;

/**
 * Changes of backups. Each locks the owner's row before it reads anything, so that changes of one
 * user's backups wait for each other and their tallies are right.
 */
@Service
class KeyBackups implements Belongings {
    private final BackupRepository backups;
    private final RoomKeyRepository keys;
    private final KeyBackupProperties properties;
    private final TransactionalOperator transaction;

    KeyBackups(
            BackupRepository backups,
            RoomKeyRepository keys,
            KeyBackupProperties properties,
            TransactionalOperator transaction) {
        this.backups = backups;
        this.keys = keys;
        this.properties = properties;
        this.transaction = transaction;
    }

    /** Fails with {@code M_RESOURCE_LIMIT_EXCEEDED} where there are too many. */
    Mono<BackupVersion> create(UserId owner, String algorithm, String authData) {
        return backups.next(owner)
                .switchIfEmpty(Mono.error(() -> MatrixException.unknownToken(false)))
                .flatMap(
                        version ->
                                backups.usage(owner)
                                        .flatMap(this::requireRoomForAnother)
                                        .then(backups.insert(owner, version, algorithm, authData))
                                        .thenReturn(version))
                .as(transaction::transactional);
    }

    /** Fails with {@code M_INVALID_PARAM} where the algorithm is another. */
    Mono<Void> update(UserId owner, BackupVersion version, String algorithm, String authData) {
        return change(
                        owner,
                        version,
                        backup -> {
                            if (!backup.algorithm().equals(algorithm)) {
                                throw MatrixException.invalidParam(
                                        "The algorithm of a backup cannot be changed");
                            }
                            return backups.update(backup, authData).thenReturn(backup);
                        })
                .then();
    }

    /** One that was deleted before counts as deleted. */
    Mono<Void> delete(UserId owner, BackupVersion version) {
        return backups.lock(owner)
                .filter(last -> 0 < version.number() && version.number() <= last.number())
                .switchIfEmpty(Mono.error(KeyBackup::unknown))
                .then(backups.find(owner, version))
                .flatMap(backups::delete)
                .as(transaction::transactional);
    }

    /**
     * Adds keys to the current backup, or better ones for those that are in it. Fails with {@code
     * M_WRONG_ROOM_KEYS_VERSION} where another is the current one, and with {@code
     * M_RESOURCE_LIMIT_EXCEEDED} where there would be too many.
     */
    Mono<KeyTally> add(UserId owner, BackupVersion version, List<RoomKey> added) {
        return backups.lock(owner)
                .then(Mono.defer(() -> backups.findCurrent(owner)))
                .switchIfEmpty(Mono.error(KeyBackup::unknown))
                .doOnNext(current -> current.mustBe(version))
                .flatMap(current -> keys.merge(current, added))
                .flatMap(tally -> backups.usage(owner).flatMap(this::requireRoom).thenReturn(tally))
                .as(transaction::transactional);
    }

    /** Takes keys out of any of the user's backups. */
    Mono<KeyTally> remove(
            UserId owner, BackupVersion version, Function<KeyBackup, Mono<KeyTally>> removal) {
        return change(owner, version, removal);
    }

    /** All backups of an account that has ended; a new one of it is refused. */
    @Override
    public Mono<Void> deleteOf(UserId owner) {
        return backups.lock(owner)
                .then(Mono.defer(() -> backups.deleteAll(owner)))
                .as(transaction::transactional);
    }

    private <T> Mono<T> change(
            UserId owner, BackupVersion version, Function<KeyBackup, Mono<T>> change) {
        return backups.lock(owner)
                .then(Mono.defer(() -> backups.find(owner, version)))
                .switchIfEmpty(Mono.error(KeyBackup::unknown))
                .flatMap(change)
                .as(transaction::transactional);
    }

    private Mono<Void> requireRoomForAnother(BackupRepository.Usage usage) {
        return usage.versions() >= properties.maxVersions()
                ? Mono.error(full("You have too many backups: delete old ones"))
                : Mono.empty();
    }

    private Mono<Void> requireRoom(BackupRepository.Usage usage) {
        boolean isFull =
                usage.keys() > properties.maxKeys()
                        || usage.bytes() > properties.maxSize().toBytes();
        return isFull ? Mono.error(full("Your backups are full: delete old ones")) : Mono.empty();
    }

    private static MatrixException full(String message) {
        return MatrixException.of(403, ErrorCode.RESOURCE_LIMIT_EXCEEDED, message);
    }
}
