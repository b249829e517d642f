package dev.ganglion.service.stream;

/**
 * How far into one lane of a stream: everything up to and including it. Only positions of one lane
 * can be compared.
 */
public record StreamPosition(int lane, long value) implements Comparable<StreamPosition> {
    /** The only lane so far. */
    public static final int FIRST_LANE = 0;

    /** Before everything. */
    public static final StreamPosition START = new StreamPosition(FIRST_LANE, 0);

    /** Checks that there is nothing before the start. */
    public StreamPosition {
        if (lane < 0 || value < 0) {
            throw new IllegalArgumentException("A position is not negative");
        }
    }

    /** In the first lane. */
    public static StreamPosition of(long value) {
        return new StreamPosition(FIRST_LANE, value);
    }

    public boolean isAfter(StreamPosition other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(StreamPosition other) {
        if (lane != other.lane) {
            throw new IllegalArgumentException("Positions of two lanes have no order");
        }
        return Long.compare(value, other.value);
    }
}
