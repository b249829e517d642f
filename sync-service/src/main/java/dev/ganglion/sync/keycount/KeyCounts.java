package dev.ganglion.sync.keycount;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.devicelist.DeviceChange;
import dev.ganglion.sync.devicelist.DeviceChanges;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What devices have left to be claimed, as every response says it. Remembered until something
 * changes about the user's devices.
 */
@Service
public class KeyCounts {
    private static final int MAX_USERS = 50_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final KeyCountRepository repository;
    private final DeviceChanges changes;

    /** A count that is being read while its user is dropped from here is read once more. */
    private final Cache<UserId, Map<DeviceId, Mono<KeyCount>>> known =
            Caffeine.newBuilder().maximumSize(MAX_USERS).expireAfterAccess(KEPT).build();

    KeyCounts(KeyCountRepository repository, DeviceChanges changes) {
        this.repository = repository;
        this.changes = changes;
        changes.onAppend(this::forget);
    }

    /** As of the position that the stream of changes has reached, or later. */
    public Mono<KeyCount> of(DeviceRef device) {
        return Mono.defer(
                () ->
                        known.get(device.userId(), user -> new ConcurrentHashMap<>())
                                .computeIfAbsent(device.deviceId(), id -> remembered(device)));
    }

    /** The same, read anew: whoever begins may be another device of the same ID. */
    public Mono<KeyCount> ofNewcomer(DeviceRef device) {
        return Mono.defer(
                () -> {
                    known.invalidate(device.userId());
                    return of(device);
                });
    }

    /** Whether the device has been told otherwise; also when that is not known any more. */
    public boolean mayHaveChanged(DeviceRef device, long after, long upTo) {
        return changes.between(after, upTo)
                .map(found -> found.stream().anyMatch(change -> isOf(device, change)))
                .orElse(true);
    }

    /** A failure is not remembered. */
    private Mono<KeyCount> remembered(DeviceRef device) {
        return repository.of(device).cache(_ -> KEPT, _ -> Duration.ZERO, () -> Duration.ZERO);
    }

    private void forget(List<DeviceChange> batch) {
        batch.forEach(change -> known.invalidate(change.user()));
    }

    private static boolean isOf(DeviceRef device, DeviceChange change) {
        return change instanceof DeviceChange.OfKeyCount count && count.device().equals(device);
    }
}
