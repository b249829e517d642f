package dev.ganglion.service.error;

import dev.ganglion.protocol.error.MatrixException;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

import java.net.ConnectException;
import java.util.Optional;
import java.util.Set;

/**
 * PostgreSQL's failures: text that it cannot hold is the client's fault, a database that is away or
 * overloaded asks for another try, anything else is a bug.
 */
final class PostgresFailures {
    /** character_not_in_repertoire and untranslatable_character: a NUL within text. */
    private static final Set<String> UNSTORABLE_TEXT = Set.of("22021", "22P05");

    /**
     * Connection failures, resources, operator intervention, and conflicts that another try solves.
     */
    private static final Set<String> AWAY_CLASSES = Set.of("08", "53", "57", "40");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    Optional<MatrixException> translate(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 10; cause = cause.getCause()) {
            Optional<MatrixException> known = one(cause);
            if (known.isPresent()) {
                return known;
            }
            depth++;
        }
        return Optional.empty();
    }

    private static Optional<MatrixException> one(Throwable cause) {
        return switch (cause) {
            case R2dbcTimeoutException _ -> away();
            case R2dbcNonTransientResourceException _ -> away();
            case R2dbcTransientResourceException _ -> away();
            case R2dbcException known -> bySqlState(String.valueOf(known.getSqlState()));
            case DataAccessResourceFailureException _ -> away();
            case QueryTimeoutException _ -> away();
            case CannotCreateTransactionException _ -> away();
            case ConnectException _ -> away();
            default -> Optional.empty();
        };
    }

    private static Optional<MatrixException> bySqlState(String state) {
        if (UNSTORABLE_TEXT.contains(state)) {
            return Optional.of(
                    MatrixException.invalidParam("The request holds text that cannot be stored"));
        }
        boolean isAway =
                LOCK_NOT_AVAILABLE.equals(state)
                        || (state.length() == 5 && AWAY_CLASSES.contains(state.substring(0, 2)));
        return isAway ? away() : Optional.empty();
    }

    private static Optional<MatrixException> away() {
        return Optional.of(
                MatrixException.unavailable("The server is busy or restarting: try again"));
    }
}
