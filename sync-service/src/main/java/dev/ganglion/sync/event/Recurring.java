package dev.ganglion.sync.event;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One object for equal values that come again and again, so that thousands of events in memory
 * share their senders, rooms and types. Forgets a value when another one needs its place: what it
 * holds is bounded, and nobody may rely on it. Thread-safe.
 *
 * @param <T> immutable values
 */
final class Recurring<T> {
    private static final int PLACES = 4_096;

    private final AtomicReferenceArray<T> known = new AtomicReferenceArray<>(PLACES);

    /** The value, or an equal one that was there before. */
    T of(T value) {
        int place = place(value.hashCode());
        T last = known.getAcquire(place);
        if (value.equals(last)) {
            return last;
        }
        known.setRelease(place, value);
        return value;
    }

    /** The upper bits count too: hashes of similar texts differ little in the lower ones. */
    private static int place(int hash) {
        return (hash ^ (hash >>> 12)) & (PLACES - 1);
    }
}
