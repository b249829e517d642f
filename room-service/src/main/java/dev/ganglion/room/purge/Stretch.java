package dev.ganglion.room.purge;

/**
 * A part of a room's history.
 *
 * @param after excluded
 * @param upTo included
 */
public record Stretch(long roomNid, long after, long upTo) {
    Stretch startingAfter(long position) {
        return new Stretch(roomNid, position, upTo);
    }
}
