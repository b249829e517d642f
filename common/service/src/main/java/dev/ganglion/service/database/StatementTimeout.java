package dev.ganglion.service.database;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Duration;

/** How long the statements of one transaction may take. */
public final class StatementTimeout {
    private static final String QUERY_CANCELED = "57014";

    private StatementTimeout() {}

    /** Of each statement that follows in the transaction. */
    public static Mono<Void> limit(DatabaseClient database, Duration longest) {
        return database.sql("select set_config('statement_timeout', :limit, true)")
                .bind("limit", longest.toMillis() + "ms")
                .then();
    }

    /** Whether a statement failed because it took longer, or an operator canceled it. */
    public static boolean isExceededIn(Throwable failure) {
        return SqlStates.of(failure).filter(QUERY_CANCELED::equals).isPresent();
    }
}
