package dev.ganglion.sync.todevice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.ring.FollowedStream;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.function.BiFunction;

/**
 * Takes away what has arrived. A device of which it is remembered that nothing waits costs no
 * statement.
 */
final class Arrivals {
    private static final int MAX_DEVICES = 100_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final BiFunction<DeviceRef, Long, Mono<Void>> deletion;
    private final FollowedStream<Entry> stream;

    /** Up to where nothing waits any more. */
    private final Cache<DeviceRef, Long> clear =
            Caffeine.newBuilder().maximumSize(MAX_DEVICES).expireAfterAccess(KEPT).build();

    /**
     * @param deletion of all that waits for a device up to a position
     */
    Arrivals(BiFunction<DeviceRef, Long, Mono<Void>> deletion, FollowedStream<Entry> stream) {
        this.deletion = deletion;
        this.stream = stream;
    }

    /** A device has everything up to a position that the stream has reached. */
    Mono<Void> upTo(DeviceRef device, long position) {
        return Mono.defer(
                () -> {
                    Long before = clear.getIfPresent(device);
                    if (before != null
                            && (before >= position || isIdle(device, before, position))) {
                        note(device, position);
                        return Mono.empty();
                    }
                    return deletion.apply(device, position)
                            .doOnSuccess(_ -> note(device, position));
                });
    }

    private boolean isIdle(DeviceRef device, long after, long upTo) {
        return stream.between(after, upTo)
                .filter(entries -> entries.stream().noneMatch(entry -> isFor(device, entry)))
                .isPresent();
    }

    private static boolean isFor(DeviceRef device, Entry entry) {
        return entry instanceof Entry.Waiting(ToDeviceMessage message)
                && message.device().equals(device);
    }

    private void note(DeviceRef device, long position) {
        clear.asMap().merge(device, position, Math::max);
    }
}
