package dev.ganglion.room.purge;

/**
 * What one transaction did.
 *
 * @param upTo everything up to here has been dealt with
 * @param purged how many events it deleted
 * @param isLast whether the stretch is done
 */
public record PurgedChunk(long upTo, int purged, boolean isLast) {}
