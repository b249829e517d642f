package dev.ganglion.room.timeline;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.stream.PaginationToken;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** A page of {@code /messages} that somebody asks for. */
record PageRequest(
        Direction direction,
        Optional<PaginationToken> from,
        Optional<PaginationToken> to,
        int limit,
        EventFilter filter) {
    static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 10;

    /** Reads the parameters; fails with {@code M_INVALID_PARAM} or {@code M_BAD_JSON}. */
    static PageRequest parse(
            String dir,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer limit,
            @Nullable String filter) {
        EventFilter wanted = filter == null ? EventFilter.NONE : EventFilter.parse(filter);
        return new PageRequest(
                Direction.parse(dir),
                Optional.ofNullable(from).map(PaginationToken::parse),
                Optional.ofNullable(to).map(PaginationToken::parse),
                wanted.limit(limit(limit, 1)),
                wanted);
    }

    /** A limit within what this server gives at once; absent means 10. */
    static int limit(@Nullable Integer asked, int least) {
        if (asked != null && asked < least) {
            throw MatrixException.invalidParam("limit must be at least " + least);
        }
        return Math.min(asked == null ? DEFAULT_LIMIT : asked, MAX_LIMIT);
    }

    /** What lies between the two tokens, as far as the reader may look. */
    Range range(Reader reader) {
        Range readable = Range.EVERYTHING.endingAt(reader.readsUpTo());
        return switch (direction) {
            case FORWARDS ->
                    readable.startingAfter(position(from, 0))
                            .endingAt(position(to, Long.MAX_VALUE));
            case BACKWARDS ->
                    readable.endingAt(position(from, Long.MAX_VALUE))
                            .startingAfter(position(to, 0));
        };
    }

    private static long position(Optional<PaginationToken> token, long otherwise) {
        return token.map(PaginationToken::position).orElse(otherwise);
    }
}
