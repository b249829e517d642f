package dev.ganglion.auth.crosssigning;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.e2ee.CrossSigningKey;
import dev.ganglion.protocol.e2ee.CrossSigningKey.Usage;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The keys for cross-signing. All statements rely on primary keys or on (user_id, public_key). */
@Repository
public class CrossSigningKeys {
    private final DatabaseClient database;

    CrossSigningKeys(DatabaseClient database) {
        this.database = database;
    }

    /** Of these users; the user-signing key only of the reader. */
    public Mono<List<CrossSigningKey>> visibleTo(UserId reader, Collection<UserId> users) {
        return database.sql(
                        """
                        select user_id, usage, public_key, key
                        from auth.cross_signing_key
                        where user_id = any(:users)
                          and (usage <> 'user_signing' or user_id = :reader)
                        """)
                .bind("users", users.stream().map(UserId::value).toArray(String[]::new))
                .bind("reader", reader.value())
                .map(CrossSigningKeys::read)
                .all()
                .collectList();
    }

    Mono<Map<Usage, CrossSigningKey>> ofUser(UserId user) {
        return visibleTo(user, List.of(user))
                .flatMapIterable(keys -> keys)
                .collectMap(CrossSigningKey::usage);
    }

    /** Those of these devices that have keys, as they were uploaded. */
    Mono<Map<DeviceId, JsonObject>> devices(UserId user, Collection<String> deviceIds) {
        return database.sql(
                        """
                        select device_id, keys
                        from auth.device_key
                        where user_id = :user and device_id = any(:devices)
                        """)
                .bind("user", user.value())
                .bind("devices", deviceIds.toArray(String[]::new))
                .map(row -> Map.entry(DeviceId.parse(text(row, "device_id")), json(row, "keys")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Whether one of these is the ID of a device of this user, with keys or without. */
    Mono<Boolean> areDevices(UserId user, Collection<String> publicKeys) {
        return database.sql(
                        """
                        select exists (
                            select 1
                            from auth.device
                            where user_id = :user and device_id = any(:keys)) as is_taken
                        """)
                .bind("user", user.value())
                .bind("keys", publicKeys.toArray(String[]::new))
                .mapValue(Boolean.class)
                .one();
    }

    /** The signatures of what is removed, and on it, go with it. */
    Mono<Void> replace(UserId user, Set<Usage> removed, Collection<CrossSigningKey> added) {
        return delete(user, removed).thenMany(Flux.fromIterable(added).concatMap(this::add)).then();
    }

    /** Whether there were any. */
    Mono<Boolean> deleteAll(UserId user) {
        return database.sql(
                        """
                        delete from auth.cross_signing_key
                        where user_id = :user
                        """)
                .bind("user", user.value())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private Mono<Void> delete(UserId user, Set<Usage> usages) {
        return database.sql(
                        """
                        delete from auth.cross_signing_key
                        where user_id = :user and usage = any(:usages)
                        """)
                .bind("user", user.value())
                .bind("usages", usages.stream().map(Usage::value).toArray(String[]::new))
                .then();
    }

    /** What arrives when the account has ended is not kept. */
    private Mono<Void> add(CrossSigningKey key) {
        return database.sql(
                        """
                        insert into auth.cross_signing_key (user_id, usage, public_key, key)
                        select user_id, :usage, :publicKey, :key
                        from auth.account
                        where user_id = :user and deactivated_at is null
                        """)
                .bind("user", key.userId().value())
                .bind("usage", key.usage().value())
                .bind("publicKey", key.publicKey())
                .bind("key", CanonicalJson.encode(key.json()))
                .then();
    }

    private static CrossSigningKey read(Readable row) {
        return new CrossSigningKey(
                UserId.parse(text(row, "user_id")),
                Usage.of(text(row, "usage")).orElseThrow(),
                text(row, "public_key"),
                json(row, "key"));
    }

    private static JsonObject json(Readable row, String column) {
        return Json.parseObject(Objects.requireNonNull(row.get(column, byte[].class), column));
    }
}
