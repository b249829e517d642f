package dev.ganglion.auth.devicekey;

import static dev.ganglion.auth.devicekey.KeyUploadRepository.deviceIds;
import static dev.ganglion.auth.devicekey.KeyUploadRepository.users;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.e2ee.KeyName;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes what a batch of uploads changes. All statements rely on primary keys. */
@Repository
class KeyWriteRepository {
    private final DatabaseClient database;

    KeyWriteRepository(DatabaseClient database) {
        this.database = database;
    }

    /** A key as it is written, of whatever table. */
    private record KeyRow(UserDevice device, KeyName name, String text) {}

    /** One-time keys and fallback keys of an identity that the device has no more. */
    Mono<Void> reset(List<DeviceShelf> shelves) {
        return shelves.isEmpty()
                ? Mono.empty()
                : deleteAll("one_time_key", shelves).then(deleteAll("fallback_key", shelves));
    }

    /** A row that is another goes, so that signatures on it and by it go too. */
    Mono<Void> replaceKeys(List<DeviceShelf> shelves) {
        return shelves.isEmpty()
                ? Mono.empty()
                : deleteAll("device_key", shelves).then(insertKeys(shelves));
    }

    /** In this order they are handed out. */
    Mono<Void> addOneTimeKeys(List<DeviceShelf> shelves) {
        List<KeyRow> keys = new ArrayList<>();
        for (DeviceShelf shelf : shelves) {
            shelf.newOneTimeKeys()
                    .forEach((name, text) -> keys.add(new KeyRow(shelf.device(), name, text)));
        }
        return keys.isEmpty()
                ? Mono.empty()
                : write(
                        """
                        insert into auth.one_time_key (user_id, device_id, algorithm, key_id, key)
                        select n.user_id, n.device_id, n.algorithm, n.key_id, n.key
                        from unnest(:users, :devices, :algorithms, :keyIds, :keys) with ordinality
                             as n(user_id, device_id, algorithm, key_id, key, nth)
                        order by n.nth
                        """,
                        keys);
    }

    Mono<Void> putFallbackKeys(List<DeviceShelf> shelves) {
        List<KeyRow> keys = new ArrayList<>();
        for (DeviceShelf shelf : shelves) {
            shelf.newFallbackKeys()
                    .forEach(key -> keys.add(new KeyRow(shelf.device(), key.name(), key.text())));
        }
        return keys.isEmpty()
                ? Mono.empty()
                : write(
                        """
                        insert into auth.fallback_key (user_id, device_id, algorithm, key_id, key)
                        select n.user_id, n.device_id, n.algorithm, n.key_id, n.key
                        from unnest(:users, :devices, :algorithms, :keyIds, :keys)
                             as n(user_id, device_id, algorithm, key_id, key)
                        on conflict (user_id, device_id, algorithm) do update
                        set key_id = excluded.key_id, key = excluded.key, is_used = false
                        """,
                        keys);
    }

    private Mono<Void> insertKeys(List<DeviceShelf> shelves) {
        List<UserDevice> devices = shelves.stream().map(DeviceShelf::device).toList();
        return database.sql(
                        """
                        insert into auth.device_key (user_id, device_id, keys)
                        select n.user_id, n.device_id, convert_to(n.keys, 'UTF8')
                        from unnest(:users, :devices, :keys) as n(user_id, device_id, keys)
                        """)
                .bind("users", users(devices))
                .bind("devices", deviceIds(devices))
                .bind(
                        "keys",
                        shelves.stream()
                                .map(shelf -> shelf.newKeys().map(JsonObject::toString))
                                .map(Optional::orElseThrow)
                                .toArray(String[]::new))
                .then();
    }

    private Mono<Void> deleteAll(String table, List<DeviceShelf> shelves) {
        List<UserDevice> devices = shelves.stream().map(DeviceShelf::device).toList();
        return database.sql(
                        """
                        delete from auth.%s k
                        using unnest(:users, :devices) as n(user_id, device_id)
                        where k.user_id = n.user_id and k.device_id = n.device_id
                        """
                                .formatted(table))
                .bind("users", users(devices))
                .bind("devices", deviceIds(devices))
                .then();
    }

    private Mono<Void> write(String statement, List<KeyRow> keys) {
        List<UserDevice> devices = keys.stream().map(KeyRow::device).toList();
        return database.sql(statement)
                .bind("users", users(devices))
                .bind("devices", deviceIds(devices))
                .bind(
                        "algorithms",
                        keys.stream().map(key -> key.name.algorithm()).toArray(String[]::new))
                .bind(
                        "keyIds",
                        keys.stream().map(key -> key.name.identifier()).toArray(String[]::new))
                .bind("keys", keys.stream().map(KeyRow::text).toArray(String[]::new))
                .then();
    }
}
