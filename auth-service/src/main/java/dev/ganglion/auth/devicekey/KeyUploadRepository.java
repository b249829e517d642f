package dev.ganglion.auth.devicekey;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.devicekey.DeviceShelf.StoredDevice;
import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.e2ee.CrossSigningKey;
import dev.ganglion.protocol.e2ee.CrossSigningKey.Usage;
import dev.ganglion.protocol.e2ee.KeyName;
import dev.ganglion.protocol.e2ee.OneTimeKey;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import io.r2dbc.spi.Readable;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** What uploads are decided by. All statements rely on primary keys. */
@Repository
class KeyUploadRepository {
    private final DatabaseClient database;

    KeyUploadRepository(DatabaseClient database) {
        this.database = database;
    }

    private record CountRow(UserDevice device, String algorithm, long count) {}

    private record KeyRow(UserDevice device, OneTimeKey key) {}

    Mono<Map<String, Long>> count(UserDevice device) {
        return counts(List.of(device)).map(counts -> counts.getOrDefault(device, Map.of()));
    }

    /** The shelves of those devices that are there. */
    Mono<Map<UserDevice, DeviceShelf>> shelves(List<KeyUpload> batch) {
        List<UserDevice> devices = batch.stream().map(KeyUpload::device).distinct().toList();
        return devices(devices)
                .flatMap(
                        stored ->
                                counts(devices)
                                        .zipWhen(_ -> known(batch))
                                        .zipWhen(
                                                _ -> fallbacks(devices),
                                                (read, fallbacks) ->
                                                        shelves(
                                                                stored,
                                                                read.getT1(),
                                                                read.getT2(),
                                                                fallbacks)));
    }

    private static Map<UserDevice, DeviceShelf> shelves(
            Map<UserDevice, StoredDevice> devices,
            Map<UserDevice, Map<String, Long>> counts,
            Map<UserDevice, List<OneTimeKey>> known,
            Map<UserDevice, List<OneTimeKey>> fallbacks) {
        Map<UserDevice, DeviceShelf> shelves = new HashMap<>();
        devices.forEach(
                (device, stored) ->
                        shelves.put(
                                device,
                                new DeviceShelf(
                                        device,
                                        stored,
                                        counts.getOrDefault(device, Map.of()),
                                        known.getOrDefault(device, List.of()).stream()
                                                .collect(
                                                        Collectors.toMap(
                                                                OneTimeKey::name,
                                                                OneTimeKey::text)),
                                        fallbacks.getOrDefault(device, List.of()))));
        return shelves;
    }

    private Mono<Map<UserDevice, StoredDevice>> devices(List<UserDevice> devices) {
        return database.sql(
                        """
                        select d.user_id, d.device_id, k.keys,
                               self.public_key as self_signing_public_key, self.key as self_signing_key,
                               exists (
                                   select 1
                                   from auth.cross_signing_key c
                                   where c.user_id = d.user_id and c.public_key = d.device_id) as is_cross_signing_key
                        from unnest(:users, :devices) as n(user_id, device_id)
                        join auth.device d on d.user_id = n.user_id and d.device_id = n.device_id
                        left join auth.device_key k on k.user_id = n.user_id and k.device_id = n.device_id
                        left join auth.cross_signing_key self
                          on self.user_id = n.user_id and self.usage = 'self_signing'
                        """)
                .bind("users", users(devices))
                .bind("devices", deviceIds(devices))
                .map(row -> Map.entry(device(row), stored(row)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Mono<Map<UserDevice, Map<String, Long>>> counts(List<UserDevice> devices) {
        return database.sql(
                        """
                        select k.user_id, k.device_id, k.algorithm, count(*) as key_count
                        from unnest(:users, :devices) as n(user_id, device_id)
                        join auth.one_time_key k on k.user_id = n.user_id and k.device_id = n.device_id
                        group by k.user_id, k.device_id, k.algorithm
                        """)
                .bind("users", users(devices))
                .bind("devices", deviceIds(devices))
                .map(
                        row ->
                                new CountRow(
                                        device(row),
                                        text(row, "algorithm"),
                                        number(row, "key_count")))
                .all()
                .collect(
                        Collectors.groupingBy(
                                CountRow::device,
                                Collectors.toMap(CountRow::algorithm, CountRow::count)));
    }

    /** One-time keys of the same names as those of the batch. */
    private Mono<Map<UserDevice, List<OneTimeKey>>> known(List<KeyUpload> batch) {
        List<KeyRow> names =
                batch.stream()
                        .flatMap(
                                upload ->
                                        upload.oneTimeKeys().stream()
                                                .map(key -> new KeyRow(upload.device(), key)))
                        .toList();
        if (names.isEmpty()) {
            return Mono.just(Map.of());
        }
        List<UserDevice> devices = names.stream().map(KeyRow::device).toList();
        return database.sql(
                        """
                        select distinct k.user_id, k.device_id, k.algorithm, k.key_id, k.key
                        from unnest(:users, :devices, :algorithms, :keyIds)
                             as n(user_id, device_id, algorithm, key_id)
                        join auth.one_time_key k
                          on k.user_id = n.user_id and k.device_id = n.device_id
                         and k.algorithm = n.algorithm and k.key_id = n.key_id
                        """)
                .bind("users", users(devices))
                .bind("devices", deviceIds(devices))
                .bind(
                        "algorithms",
                        names.stream().map(n -> n.key.name().algorithm()).toArray(String[]::new))
                .bind(
                        "keyIds",
                        names.stream().map(n -> n.key.name().identifier()).toArray(String[]::new))
                .map(KeyUploadRepository::keyRow)
                .all()
                .collect(byDevice());
    }

    private Mono<Map<UserDevice, List<OneTimeKey>>> fallbacks(List<UserDevice> devices) {
        return database.sql(
                        """
                        select k.user_id, k.device_id, k.algorithm, k.key_id, k.key
                        from unnest(:users, :devices) as n(user_id, device_id)
                        join auth.fallback_key k on k.user_id = n.user_id and k.device_id = n.device_id
                        """)
                .bind("users", users(devices))
                .bind("devices", deviceIds(devices))
                .map(KeyUploadRepository::keyRow)
                .all()
                .collect(byDevice());
    }

    private static Collector<KeyRow, ?, Map<UserDevice, List<OneTimeKey>>> byDevice() {
        return Collectors.groupingBy(
                KeyRow::device, Collectors.mapping(KeyRow::key, Collectors.toList()));
    }

    static UserDevice device(Readable row) {
        return new UserDevice(
                UserId.parse(text(row, "user_id")), DeviceId.parse(text(row, "device_id")));
    }

    private static KeyRow keyRow(Readable row) {
        var name = new KeyName(text(row, "algorithm"), text(row, "key_id"));
        return new KeyRow(device(row), new OneTimeKey(name, Json.parse(text(row, "key"))));
    }

    private static StoredDevice stored(Readable row) {
        Optional<CrossSigningKey> selfSigning =
                json(row.get("self_signing_key", byte[].class))
                        .map(
                                json ->
                                        new CrossSigningKey(
                                                UserId.parse(text(row, "user_id")),
                                                Usage.SELF_SIGNING,
                                                text(row, "self_signing_public_key"),
                                                json));
        return new StoredDevice(
                json(row.get("keys", byte[].class)),
                Boolean.TRUE.equals(row.get("is_cross_signing_key", Boolean.class)),
                selfSigning);
    }

    private static Optional<JsonObject> json(byte @Nullable [] bytes) {
        return Optional.ofNullable(bytes).map(Json::parseObject);
    }

    static String[] users(Collection<UserDevice> devices) {
        return devices.stream().map(device -> device.userId().value()).toArray(String[]::new);
    }

    static String[] deviceIds(Collection<UserDevice> devices) {
        return devices.stream().map(device -> device.deviceId().value()).toArray(String[]::new);
    }
}
