package dev.ganglion.room.purge;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import reactor.core.publisher.Mono;

import java.time.Duration;

/**
 * How jobs end that administrators asked for: in a table with the columns {@code status}, {@code
 * attempts}, {@code error} and {@code finished_at}.
 */
public final class JobTable {
    private final DatabaseClient database;
    private final String table;
    private final String idColumn;

    /**
     * @param table with its schema, and like the column never from outside: it becomes part of
     *     statements
     * @param idColumn its primary key, a text
     */
    public JobTable(DatabaseClient database, String table, String idColumn) {
        this.database = database;
        this.table = table;
        this.idColumn = idColumn;
    }

    /** Whatever failed on the way is no error any more. */
    public Mono<Void> complete(String id) {
        return statement(
                        """
                        update %s
                        set status = 'complete', error = null, finished_at = now()
                        where %s = :id and status = 'active'
                        """)
                .bind("id", id)
                .then();
    }

    /** Gives up after so many attempts. */
    public Mono<Void> fail(String id, String error, int maxAttempts) {
        return statement(
                        """
                        update %s
                        set attempts = attempts + 1,
                            error = :error,
                            status = case when attempts + 1 >= :maxAttempts then 'failed' else status end,
                            finished_at = case when attempts + 1 >= :maxAttempts then now() end
                        where %s = :id and status = 'active'
                        """)
                .bind("error", error)
                .bind("maxAttempts", maxAttempts)
                .bind("id", id)
                .then();
    }

    /** Forgets what has been over for so long. */
    public Mono<Void> forget(Duration age) {
        return statement(
                        """
                        delete from %s
                        where status <> 'active' and finished_at < now() - make_interval(secs => :seconds)
                        """)
                .bind("seconds", (double) age.toSeconds())
                .then();
    }

    private GenericExecuteSpec statement(String sql) {
        return database.sql(sql.formatted(table, idColumn));
    }
}
