package dev.ganglion.room.search;

import io.r2dbc.spi.R2dbcException;

import java.util.Optional;

/** What PostgreSQL calls a failure. */
final class SqlStates {
    private SqlStates() {}

    /** The code of five characters; empty for failures that are not the database's. */
    static Optional<String> of(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof R2dbcException)) {
            cause = cause.getCause();
        }
        return cause instanceof R2dbcException known
                ? Optional.ofNullable(known.getSqlState())
                : Optional.empty();
    }
}
