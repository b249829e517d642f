package dev.ganglion.room.timeline;

import dev.ganglion.service.stream.PaginationToken;

/**
 * The events that are still to be read.
 *
 * @param after excluded
 * @param upTo included
 */
record Range(long after, long upTo) {
    static final Range EVERYTHING = new Range(0, Long.MAX_VALUE);

    /** What of it is not newer than that position. */
    Range endingAt(long position) {
        return new Range(after, Math.min(upTo, position));
    }

    /** What of it is newer than that position. */
    Range startingAfter(long position) {
        return new Range(Math.max(after, position), upTo);
    }

    /** What is left when everything up to and including an event has been read. */
    Range beyond(long position, Direction direction) {
        return switch (direction) {
            case FORWARDS -> startingAfter(position);
            case BACKWARDS -> endingAt(position - 1);
        };
    }

    /** The place where reading goes on, or would start. */
    PaginationToken token(Direction direction) {
        return PaginationToken.after(direction == Direction.FORWARDS ? after : upTo);
    }

    boolean isEmpty() {
        return after >= upTo;
    }
}
