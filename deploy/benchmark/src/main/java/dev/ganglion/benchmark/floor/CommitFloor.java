package dev.ganglion.benchmark.floor;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * PostgreSQL's own commits a second: one row of an event's size, one transaction each, on several
 * connections.
 */
public final class CommitFloor {
    private static final int CONNECTIONS = 16;
    private static final int ROW_BYTES = 700;

    private final String jdbcUrl;
    private final Duration length;

    /**
     * Opens its connections when it measures.
     *
     * @param jdbcUrl of a role that may create a table; the table is dropped again
     */
    public CommitFloor(String jdbcUrl, Duration length) {
        this.jdbcUrl = jdbcUrl;
        this.length = length;
    }

    public FloorRate measure() throws SQLException {
        execute("drop table if exists commit_floor");
        execute(
                "create table commit_floor (id bigint generated always as identity primary key, json bytea not null)");
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            Callable<Long> writer = this::insertUntilTheEnd;
            long start = System.nanoTime();
            long commits = 0;
            for (Future<Long> done :
                    threads.invokeAll(
                            IntStream.range(0, CONNECTIONS).mapToObj(number -> writer).toList())) {
                commits += done.get();
            }
            return new FloorRate(
                    "PostgreSQL commits, one insert each",
                    commits / ((System.nanoTime() - start) / 1e9));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            execute("drop table if exists commit_floor");
        }
    }

    private long insertUntilTheEnd() throws SQLException {
        long end = System.nanoTime() + length.toNanos();
        long commits = 0;
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                PreparedStatement insert =
                        connection.prepareStatement("insert into commit_floor (json) values (?)")) {
            insert.setBytes(1, new byte[ROW_BYTES]);
            while (System.nanoTime() < end) {
                insert.executeUpdate();
                commits++;
            }
        }
        return commits;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
