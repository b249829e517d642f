package dev.ganglion.room.timeline;

import dev.ganglion.room.history.Direction;
import dev.ganglion.room.history.PageReader.Wanted;
import dev.ganglion.room.history.Range;
import dev.ganglion.room.history.Reader;
import dev.ganglion.service.stream.PaginationToken;
import dev.ganglion.service.web.PageLimit;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** A page of {@code /messages} that somebody asks for. */
record PageRequest(
        Direction direction,
        Optional<PaginationToken> from,
        Optional<PaginationToken> to,
        int limit,
        EventFilter filter) {
    private static final int MAX_LIMIT = 1_000;
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
        return PageLimit.of(Optional.ofNullable(asked), least, DEFAULT_LIMIT, MAX_LIMIT);
    }

    /** What lies between the two tokens, as far as the reader may look. */
    Range range(Reader reader) {
        return Range.between(reader, direction, from, to);
    }

    Wanted wanted(Reader reader) {
        return new Wanted(reader, direction, limit, filter::matches);
    }
}
