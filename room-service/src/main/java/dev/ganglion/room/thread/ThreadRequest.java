package dev.ganglion.room.thread;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.stream.PaginationToken;
import dev.ganglion.service.web.PageLimit;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** A page of threads that somebody asks for. */
record ThreadRequest(Include include, int limit, Optional<PaginationToken> from) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    /** Which threads are wanted: all, or those that the reader has written in or begun. */
    enum Include {
        ALL,
        PARTICIPATED;

        private static Include parse(String include) {
            return switch (include) {
                case "all" -> ALL;
                case "participated" -> PARTICIPATED;
                default ->
                        throw MatrixException.invalidParam("include must be all or participated");
            };
        }
    }

    /** Reads the parameters; fails with {@code M_INVALID_PARAM}. */
    static ThreadRequest parse(String include, @Nullable Integer limit, @Nullable String from) {
        return new ThreadRequest(
                Include.parse(include),
                PageLimit.of(Optional.ofNullable(limit), 1, DEFAULT_LIMIT, MAX_LIMIT),
                Optional.ofNullable(from).map(PaginationToken::parse));
    }
}
