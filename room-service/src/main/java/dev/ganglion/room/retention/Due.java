package dev.ganglion.room.retention;

/**
 * The next part of a room that is too old.
 *
 * @param isLast whether nothing is due after it
 */
record Due(long upTo, boolean isLast) {}
