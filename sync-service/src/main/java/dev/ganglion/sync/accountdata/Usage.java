package dev.ganglion.sync.accountdata;

/**
 * How much account data a user keeps, of all rooms and of none.
 *
 * @param bytes the contents' length together
 */
record Usage(long entries, long bytes) {
    static final Usage NONE = new Usage(0, 0);

    static final long MAX_ENTRIES = 10_000;
    static final long MAX_BYTES = 10L << 20;

    /** As it is when that change is written. */
    Usage with(Change change, Kept before) {
        return new Usage(
                entries + (before.isNothing() ? 1 : 0), bytes + change.bytes() - before.bytes());
    }

    boolean isTooMuch() {
        return entries > MAX_ENTRIES || bytes > MAX_BYTES;
    }
}
