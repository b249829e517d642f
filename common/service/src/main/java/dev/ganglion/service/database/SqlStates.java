package dev.ganglion.service.database;

import io.r2dbc.spi.R2dbcException;

import java.util.Optional;

/** What PostgreSQL calls a failure. */
public final class SqlStates {
    private SqlStates() {}

    /** The code of five characters; empty for failures that are not the database's. */
    public static Optional<String> of(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof R2dbcException)) {
            cause = cause.getCause();
        }
        return cause instanceof R2dbcException known
                ? Optional.ofNullable(known.getSqlState())
                : Optional.empty();
    }

    /** The code's class, its first two characters. */
    public static Optional<String> classOf(Throwable failure) {
        return of(failure).filter(state -> state.length() == 5).map(state -> state.substring(0, 2));
    }
}
