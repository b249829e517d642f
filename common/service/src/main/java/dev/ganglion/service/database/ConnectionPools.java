package dev.ganglion.service.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;

import java.time.Duration;
import java.util.Map;

/** Makes the pool of a service's connections. */
final class ConnectionPools {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration MAX_IDLE = Duration.ofMinutes(10);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

    private ConnectionPools() {}

    static ConnectionPool open(DatabaseProperties database, String applicationName) {
        var connections =
                new PatientConnections(
                        new PostgresqlConnectionFactory(settings(database, applicationName)),
                        database.statementTimeout().plus(LONGEST_ANSWER));
        return new ConnectionPool(
                ConnectionPoolConfiguration.builder(connections)
                        .name("database")
                        .initialSize(Math.min(2, database.poolSize()))
                        .maxSize(database.poolSize())
                        .maxAcquireTime(database.acquireTimeout())
                        .maxCreateConnectionTime(database.acquireTimeout())
                        .maxIdleTime(MAX_IDLE)
                        .preRelease(connections::untilQuiet)
                        .build());
    }

    private static PostgresqlConnectionConfiguration settings(
            DatabaseProperties database, String applicationName) {
        return PostgresqlConnectionConfiguration.builder()
                .host(database.host())
                .port(database.port())
                .database(database.name())
                .username(database.role())
                .password(database.password())
                .schema(database.schema())
                .applicationName(applicationName)
                .connectTimeout(CONNECT_TIMEOUT)
                .statementTimeout(database.statementTimeout())
                .lockWaitTimeout(database.lockTimeout())
                .tcpKeepAlive(true)
                // As text, every event's bytes would travel as hexadecimal digits.
                .forceBinary(true)
                .options(
                        Map.of(
                                "idle_in_transaction_session_timeout",
                                database.idleInTransactionTimeout().toMillis() + "ms",
                                // Every statement goes by an index that is right for all its
                                // parameters: planning it each time costs more than running it.
                                "plan_cache_mode",
                                "force_generic_plan",
                                // None reads enough to be worth the processes that the planner,
                                // without a look at the parameters, would start for it.
                                "max_parallel_workers_per_gather",
                                "0",
                                // Nor enough to be worth compiling, which takes longer than any.
                                "jit",
                                "off"))
                .build();
    }
}
