package dev.ganglion.sync.event;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * One object for equal values that come again and again, so that thousands of events in memory
 * share their senders, rooms and types, and each is made but once. Forgets a value when another one
 * needs its place: what it holds is bounded, and nobody may rely on it. Thread-safe.
 *
 * @param <K> what values are made of, immutable
 * @param <V> immutable values
 */
final class Recurring<K, V> {
    private static final int PLACES = 4_096;

    private final AtomicReferenceArray<@Nullable Entry<K, V>> known =
            new AtomicReferenceArray<>(PLACES);
    private final Function<K, V> make;

    /**
     * @param make answers equal values for equal keys
     */
    Recurring(Function<K, V> make) {
        this.make = make;
    }

    private record Entry<K, V>(K key, V value) {}

    /** The value, or an equal one that was there before. */
    V of(K key) {
        int place = place(key.hashCode());
        Entry<K, V> last = known.getAcquire(place);
        if (last != null && last.key().equals(key)) {
            return last.value();
        }
        V value = make.apply(key);
        known.setRelease(place, new Entry<>(key, value));
        return value;
    }

    /** The upper bits count too: hashes of similar texts differ little in the lower ones. */
    private static int place(int hash) {
        return (hash ^ (hash >>> 12)) & (PLACES - 1);
    }
}
