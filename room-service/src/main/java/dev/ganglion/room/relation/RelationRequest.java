package dev.ganglion.room.relation;

import dev.ganglion.room.history.Direction;
import dev.ganglion.service.stream.PaginationToken;
import dev.ganglion.service.web.PageLimit;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** A page of relations that somebody asks for. */
record RelationRequest(
        RelationFilter filter,
        Direction direction,
        Optional<PaginationToken> from,
        Optional<PaginationToken> to,
        int limit) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    /** Reads the parameters; fails with {@code M_INVALID_PARAM}. */
    static RelationRequest parse(
            RelationFilter filter,
            String dir,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer limit) {
        return new RelationRequest(
                filter,
                Direction.parse(dir),
                Optional.ofNullable(from).map(PaginationToken::parse),
                Optional.ofNullable(to).map(PaginationToken::parse),
                PageLimit.of(Optional.ofNullable(limit), 1, DEFAULT_LIMIT, MAX_LIMIT));
    }
}
