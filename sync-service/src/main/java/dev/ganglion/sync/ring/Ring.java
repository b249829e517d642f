package dev.ganglion.sync.ring;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * The latest entries of a stream, complete between two positions: every entry above the floor, up
 * to and including the position. As many as fit by number and by weight; one that is too heavy on
 * its own is not kept at all. Not for several threads: whoever owns it locks.
 */
final class Ring<T> {
    private final ToLongFunction<T> positionOf;
    private final ToLongFunction<T> weightOf;
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
            long position) {
        this.positionOf = positionOf;
        this.weightOf = weightOf;
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
            slots[(first + size) % slots.length] = entry;
            size++;
            weight += weightOf.applyAsLong(entry);
            position = positionOf.applyAsLong(entry);
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

    List<T> matching(Predicate<T> condition) {
        List<T> found = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (condition.test(at(i))) {
                found.add(at(i));
            }
        }
        return found;
    }

    /** A replacement stands where the entry stood; it may weigh more or less. */
    void replaceAll(UnaryOperator<T> replacement) {
        weight = 0;
        for (int i = 0; i < size; i++) {
            T entry = replacement.apply(at(i));
            slots[(first + i) % slots.length] = entry;
            weight += weightOf.applyAsLong(entry);
        }
        dropWhatIsTooMuch();
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
        weight -= weightOf.applyAsLong(dropped);
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
