package dev.ganglion.sync.ring;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The latest entries of a stream, complete between two positions: every entry above the floor, up
 * to and including the position, that has not been removed. As many as fit by number and by weight;
 * one that is too heavy on its own is not kept at all. Not for several threads: whoever owns it
 * locks.
 */
final class Ring<T> {
    private final ToLongFunction<T> positionOf;
    private final ToLongFunction<T> weightOf;
    private final Function<T, List<String>> namesOf;
    private final PositionsByName byName = new PositionsByName();
    private final long maxWeight;
    private final @Nullable Object[] slots;
    private int first;
    private int size;
    private long weight;
    private long floor;
    private long position;

    Ring(
            RingLimits limits,
            ToLongFunction<T> positionOf,
            ToLongFunction<T> weightOf,
            Function<T, List<String>> namesOf,
            long position) {
        this.positionOf = positionOf;
        this.weightOf = weightOf;
        this.namesOf = namesOf;
        this.maxWeight = limits.memory().toBytes();
        this.slots = new @Nullable Object[limits.entries()];
        this.floor = position;
        this.position = position;
    }

    long position() {
        return position;
    }

    /** The position from which on a reader is served from here. */
    long floor() {
        return floor;
    }

    void append(List<T> entries) {
        for (T entry : entries) {
            if (size == slots.length) {
                dropFirst();
            }
            size++;
            position = positionOf.applyAsLong(entry);
            put(size - 1, entry);
            dropWhatIsTooMuch();
        }
    }

    /** The entries above {@code after}, up to and including {@code upTo}. */
    List<T> between(long after, long upTo) {
        List<T> found = new ArrayList<>();
        for (int i = firstAbove(after); i < size && positionOf.applyAsLong(at(i)) <= upTo; i++) {
            found.add(at(i));
        }
        return found;
    }

    /** The entries with any of these names, each once, in order. */
    List<T> named(Collection<String> names) {
        return byName.of(names).stream().map(found -> at(firstAbove(found - 1))).toList();
    }

    /**
     * Each stands where the entry of its position stood; it may weigh more or less, and have other
     * names. Those whose entry has gone are not taken.
     */
    void replace(List<T> fresh) {
        fresh.forEach(this::replace);
        dropWhatIsTooMuch();
    }

    /** The entries at these positions are gone; those around them stand as before. */
    void remove(Set<Long> gone) {
        List<T> all = between(floor, Long.MAX_VALUE);
        all.forEach(this::take);
        Arrays.fill(slots, null);
        first = 0;
        size = 0;
        for (T entry : all) {
            if (!gone.contains(positionOf.applyAsLong(entry))) {
                size++;
                put(size - 1, entry);
            }
        }
    }

    private void replace(T fresh) {
        long where = positionOf.applyAsLong(fresh);
        int index = firstAbove(where - 1);
        if (index < size && positionOf.applyAsLong(at(index)) == where) {
            take(at(index));
            put(index, fresh);
        }
    }

    private void put(int index, T entry) {
        slots[(first + index) % slots.length] = entry;
        weight += weightOf.applyAsLong(entry);
        byName.add(namesOf.apply(entry), positionOf.applyAsLong(entry));
    }

    /** It counts no more; its slot is written over next. */
    private void take(T entry) {
        weight -= weightOf.applyAsLong(entry);
        byName.remove(namesOf.apply(entry), positionOf.applyAsLong(entry));
    }

    private void dropWhatIsTooMuch() {
        while (weight > maxWeight && size > 0) {
            dropFirst();
        }
    }

    /** The slot is cleared: what was dropped is not to be held until it is written over. */
    private void dropFirst() {
        T dropped = at(0);
        floor = positionOf.applyAsLong(dropped);
        take(dropped);
        slots[first] = null;
        first = (first + 1) % slots.length;
        size--;
    }

    private int firstAbove(long after) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (positionOf.applyAsLong(at(middle)) <= after) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @SuppressWarnings("unchecked") // Only append fills the slots.
    private T at(int index) {
        return (T) Objects.requireNonNull(slots[(first + index) % slots.length]);
    }
}
