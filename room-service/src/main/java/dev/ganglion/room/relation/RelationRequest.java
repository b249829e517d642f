package dev.ganglion.room.relation;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.history.Direction;
import dev.ganglion.service.stream.PaginationToken;

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
        if (limit != null && limit < 1) {
            throw MatrixException.invalidParam("limit must be at least 1");
        }
        return new RelationRequest(
                filter,
                Direction.parse(dir),
                Optional.ofNullable(from).map(PaginationToken::parse),
                Optional.ofNullable(to).map(PaginationToken::parse),
                Math.min(limit == null ? DEFAULT_LIMIT : limit, MAX_LIMIT));
    }
}
