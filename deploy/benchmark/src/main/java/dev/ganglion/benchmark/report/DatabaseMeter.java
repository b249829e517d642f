package dev.ganglion.benchmark.report;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/** What a homeserver's PostgreSQL says about itself. */
public final class DatabaseMeter {
    /** PostgreSQL tells what a connection did some time after it did it. */
    private static final long UNTIL_TOLD_NANOS = 11_000_000_000L;

    private final String jdbcUrl;

    /**
     * Opens a connection for each question.
     *
     * @param jdbcUrl of the homeserver's database, with a role that may read the catalogue
     */
    public DatabaseMeter(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    /** Of all tables and indexes of a schema. */
    public long bytes(String schema) {
        return number(
                """
                select coalesce(sum(pg_total_relation_size(c.oid)), 0)
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = ? and c.relkind = 'r'
                """,
                schema);
    }

    /** Of a table with its indexes. */
    public long bytesOf(String table) {
        return number("select pg_total_relation_size(cast(? as regclass))", table);
    }

    /** Transactions until now; a statement outside of one counts as one. */
    public long transactions() {
        LockSupport.parkNanos(UNTIL_TOLD_NANOS);
        return number(
                """
                select xact_commit + xact_rollback
                from pg_stat_database
                where datname = current_database()
                """);
    }

    /** The number that a question answers. */
    public long number(String sql, String... parameters) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                PreparedStatement question = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                question.setString(i + 1, parameters[i]);
            }
            try (ResultSet answer = question.executeQuery()) {
                answer.next();
                return answer.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
