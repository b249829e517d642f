package dev.ganglion.auth.keybackup;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

/** The versions. All statements rely on the primary keys. */
@Repository
class BackupRepository {
    private static final String SELECT =
            """
            select user_id, version, algorithm, auth_data, key_set, etag, key_count
            from auth.key_backup
            """;

    private final DatabaseClient database;

    BackupRepository(DatabaseClient database) {
        this.database = database;
    }

    /** What a user keeps, in all backups. */
    record Usage(long versions, long keys, long bytes) {}

    Mono<KeyBackup> findCurrent(UserId owner) {
        return database.sql(SELECT + "where user_id = :user order by version desc limit 1")
                .bind("user", owner.value())
                .map(BackupRepository::backup)
                .one();
    }

    Mono<KeyBackup> find(UserId owner, BackupVersion version) {
        return database.sql(SELECT + "where user_id = :user and version = :version")
                .bind("user", owner.value())
                .bind("version", version.number())
                .map(BackupRepository::backup)
                .one();
    }

    /** Whoever writes to any backup of a user waits here; empty when there never was one. */
    Mono<BackupVersion> lock(UserId owner) {
        return database.sql(
                        """
                        select last_version
                        from auth.key_backup_owner
                        where user_id = :user
                        for update
                        """)
                .bind("user", owner.value())
                .map(row -> new BackupVersion(number(row, "last_version")))
                .one();
    }

    /** A number that was never used, with the owner's row locked; empty when the account ended. */
    Mono<BackupVersion> next(UserId owner) {
        return database.sql(
                        """
                        insert into auth.key_backup_owner as owner (user_id, last_version)
                        select user_id, 1
                        from auth.account
                        where user_id = :user and deactivated_at is null
                        for share
                        on conflict (user_id) do update
                        set last_version = owner.last_version + 1
                        returning last_version
                        """)
                .bind("user", owner.value())
                .map(row -> new BackupVersion(number(row, "last_version")))
                .one();
    }

    Mono<Usage> usage(UserId owner) {
        return database.sql(
                        """
                        select count(*) as versions,
                               coalesce(sum(key_count), 0)::bigint as keys,
                               coalesce(sum(key_bytes), 0)::bigint as bytes
                        from auth.key_backup
                        where user_id = :user
                        """)
                .bind("user", owner.value())
                .map(
                        row ->
                                new Usage(
                                        number(row, "versions"),
                                        number(row, "keys"),
                                        number(row, "bytes")))
                .one();
    }

    Mono<Void> insert(UserId owner, BackupVersion version, String algorithm, String authData) {
        return database.sql(
                        """
                        insert into auth.key_backup (user_id, version, algorithm, auth_data, key_set)
                        values (:user, :version, :algorithm, :authData, nextval('auth.key_set'))
                        """)
                .bind("user", owner.value())
                .bind("version", version.number())
                .bind("algorithm", algorithm)
                .bind("authData", authData)
                .then();
    }

    Mono<Void> update(KeyBackup backup, String authData) {
        return database.sql(
                        """
                        update auth.key_backup
                        set auth_data = :authData
                        where user_id = :user and version = :version
                        """)
                .bind("user", backup.owner().value())
                .bind("version", backup.version().number())
                .bind("authData", authData)
                .then();
    }

    /** The keys are out of reach at once and deleted in the background, however many they are. */
    Mono<Void> delete(KeyBackup backup) {
        return database.sql(
                        """
                        with deleted as (
                            delete from auth.key_backup
                            where user_id = :user and version = :version
                            returning key_set)
                        insert into auth.discarded_key_set (key_set)
                        select key_set
                        from deleted
                        """)
                .bind("user", backup.owner().value())
                .bind("version", backup.version().number())
                .then();
    }

    /** The same with all backups of a user, and with what is known of their owner. */
    Mono<Void> deleteAll(UserId owner) {
        return database.sql(
                        """
                        with deleted as (
                            delete from auth.key_backup
                            where user_id = :user
                            returning key_set)
                        insert into auth.discarded_key_set (key_set)
                        select key_set
                        from deleted
                        """)
                .bind("user", owner.value())
                .then()
                .then(forget(owner));
    }

    private Mono<Void> forget(UserId owner) {
        return database.sql(
                        """
                        delete from auth.key_backup_owner
                        where user_id = :user
                        """)
                .bind("user", owner.value())
                .then();
    }

    private static KeyBackup backup(Readable row) {
        return new KeyBackup(
                UserId.parse(text(row, "user_id")),
                new BackupVersion(number(row, "version")),
                text(row, "algorithm"),
                text(row, "auth_data"),
                number(row, "key_set"),
                new KeyTally(String.valueOf(number(row, "etag")), number(row, "key_count")));
    }
}
