package dev.ganglion.sync.device;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.Rows;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;

/**
 * When devices were created: a device ID that is used again after a logout is another device.
 * Remembered until sessions of the user end.
 */
@Service
public class KnownDevices {
    /** When a device {@code d} was created, in microseconds since 1970. */
    public static final String CREATED = "(extract(epoch from d.created_at) * 1000000)::bigint";

    private static final int MAX_DEVICES = 100_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final DatabaseClient database;
    private final AsyncCache<DeviceRef, Long> created =
            Caffeine.newBuilder().maximumSize(MAX_DEVICES).expireAfterAccess(KEPT).buildAsync();

    KnownDevices(DatabaseClient database) {
        this.database = database;
    }

    /** In microseconds since 1970; empty when there is no such device. */
    public Mono<Long> created(DeviceRef device) {
        return Mono.fromFuture(
                () -> created.get(device, (key, executor) -> load(key).toFuture()), true);
    }

    /** The same, read anew. */
    public Mono<Long> createdNow(DeviceRef device) {
        return Mono.defer(
                () -> {
                    created.synchronous().invalidate(device);
                    return created(device);
                });
    }

    /** Whether it is the user's dehydrated one, right now. */
    public Mono<Boolean> isDehydrated(DeviceRef device) {
        return database.sql(
                        """
                        select exists (
                            select
                            from auth.dehydrated_device_id d
                            where d.user_id = :user and d.device_id = :device) as is_dehydrated
                        """)
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .mapValue(Boolean.class)
                .one();
    }

    /** Reads this user's devices anew when they are asked for. */
    public void forget(UserId user) {
        created.synchronous().asMap().keySet().removeIf(device -> device.userId().equals(user));
    }

    /** Reads all devices anew when they are asked for. */
    public void forgetAll() {
        created.synchronous().invalidateAll();
    }

    private Mono<Long> load(DeviceRef device) {
        return database.sql(
                        """
                        select %s as created
                        from auth.known_device d
                        where d.user_id = :user and d.device_id = :device
                        """
                                .formatted(CREATED))
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .map(row -> Rows.number(row, "created"))
                .one();
    }
}
