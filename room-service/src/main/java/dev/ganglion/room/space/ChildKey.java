package dev.ganglion.room.space;

/**
 * The place of a child among those of its space. Client-server API, "Ordering of children within a
 * space".
 *
 * @param order as the table holds it: children without a valid one come last
 */
record ChildKey(String order, long originServerTs, String childId) {
    /** Before the first child. */
    static final ChildKey START = new ChildKey("", Long.MIN_VALUE, "");
}
