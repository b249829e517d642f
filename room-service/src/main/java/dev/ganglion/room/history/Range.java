package dev.ganglion.room.history;

import dev.ganglion.service.stream.PaginationToken;

import java.util.Optional;

/**
 * A stretch of positions, such as the events that are still to be read.
 *
 * @param after excluded
 * @param upTo included
 */
public record Range(long after, long upTo) {
    public static final Range EVERYTHING = new Range(0, Long.MAX_VALUE);
    public static final Range NOTHING = new Range(0, 0);

    /** What of a room there is to read at all. */
    public static Range readableBy(Reader reader) {
        return EVERYTHING.startingAfter(reader.purgedUpTo()).endingAt(reader.readsUpTo());
    }

    /** What lies between the two tokens, as far as the reader may look. */
    public static Range between(
            Reader reader,
            Direction direction,
            Optional<PaginationToken> from,
            Optional<PaginationToken> to) {
        Range readable = readableBy(reader);
        return switch (direction) {
            case FORWARDS ->
                    readable.startingAfter(position(from, 0))
                            .endingAt(position(to, Long.MAX_VALUE));
            case BACKWARDS ->
                    readable.endingAt(position(from, Long.MAX_VALUE))
                            .startingAfter(position(to, 0));
        };
    }

    /** What of it is not newer than that position. */
    public Range endingAt(long position) {
        return new Range(after, Math.min(upTo, position));
    }

    /** What of it is newer than that position. */
    public Range startingAfter(long position) {
        return new Range(Math.max(after, position), upTo);
    }

    /** What is left when everything up to and including an event has been read. */
    public Range beyond(long position, Direction direction) {
        return switch (direction) {
            case FORWARDS -> startingAfter(position);
            case BACKWARDS -> endingAt(position - 1);
        };
    }

    /** The place where reading goes on, or would start. */
    public PaginationToken token(Direction direction) {
        return PaginationToken.after(direction == Direction.FORWARDS ? after : upTo);
    }

    public boolean isEmpty() {
        return after >= upTo;
    }

    private static long position(Optional<PaginationToken> token, long otherwise) {
        return token.map(PaginationToken::position).orElse(otherwise);
    }
}
