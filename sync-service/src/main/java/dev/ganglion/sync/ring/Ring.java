package dev.ganglion.sync.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * The latest entries of a stream, complete between two positions: every entry above the floor, up
 * to and including the position. Not for several threads: whoever owns it locks.
 */
final class Ring<T> {
    private final ToLongFunction<T> positionOf;
    private final Object[] slots;
    private int first;
    private int size;
    private long floor;
    private long position;

    Ring(int capacity, ToLongFunction<T> positionOf, long position) {
        this.positionOf = positionOf;
        this.slots = new Object[capacity];
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
                floor = positionOf.applyAsLong(at(0));
                first = (first + 1) % slots.length;
                size--;
            }
            slots[(first + size) % slots.length] = entry;
            size++;
            position = positionOf.applyAsLong(entry);
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

    void replaceAll(UnaryOperator<T> replacement) {
        for (int i = 0; i < size; i++) {
            slots[(first + i) % slots.length] = replacement.apply(at(i));
        }
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
        return (T) slots[(first + index) % slots.length];
    }
}
