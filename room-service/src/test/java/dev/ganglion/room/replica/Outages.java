package dev.ganglion.room.replica;

import dev.ganglion.testing.infrastructure.Infrastructure;
import dev.ganglion.testing.infrastructure.PostgresServer;

import org.awaitility.Awaitility;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What a database can do to the services that use it. */
final class Outages implements AutoCloseable {
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(60);

    private final String url;
    private final Connection admin;

    Outages(String databaseName) throws SQLException {
        PostgresServer server = Infrastructure.shared().postgres();
        this.url = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + databaseName;
        this.admin = connect();
        try (Statement statement = admin.createStatement()) {
            // Servers of tests answer before the log is written, which a crash would tell.
            statement.execute(
                    "alter database \"" + databaseName + "\" set synchronous_commit = on");
        }
    }

    /** Ends a connection of room-service in the middle of its work; false where none works now. */
    boolean cutAWrite() throws SQLException {
        return isTrue(
                """
                select bool_or(pg_terminate_backend(pid))
                from (select pid
                      from pg_stat_activity
                      where datname = current_database() and usename = 'ganglion_rooms'
                        and state <> 'idle'
                      order by random()
                      limit 1) working
                """);
    }

    /**
     * A backend is killed, upon which the server ends all others without a word and recovers from
     * its log. Returns when it takes connections again.
     */
    void crash() throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute(
                    """
                    do $$
                    begin
                        execute format('copy (select 1) to program %L', 'kill -9 ' || pg_backend_pid());
                    end
                    $$
                    """);
        } catch (SQLException expected) {
            awaitRecovery();
            return;
        }
        throw new IllegalStateException("The server has survived");
    }

    @Override
    public void close() throws SQLException {
        admin.close();
    }

    private void awaitRecovery() {
        Awaitility.await()
                .atMost(LONGEST_RECOVERY)
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(
                        () -> {
                            try (Connection connection = connect()) {
                                return connection.isValid(1);
                            }
                        });
    }

    private boolean isTrue(String query) throws SQLException {
        try (Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private Connection connect() throws SQLException {
        PostgresServer server = Infrastructure.shared().postgres();
        return DriverManager.getConnection(url, server.user(), server.password());
    }
}
