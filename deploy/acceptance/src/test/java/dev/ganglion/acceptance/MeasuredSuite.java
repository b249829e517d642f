package dev.ganglion.acceptance;

import dev.ganglion.testing.infrastructure.Infrastructure;
import dev.ganglion.testing.infrastructure.PostgresServer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Runs one replica of every service as a process of its own, on stores that write to the disk
 * before they answer, and prints the options by which {@code deploy/benchmark/run} measures them.
 * Runs until it is stopped.
 */
final class MeasuredSuite {
    private MeasuredSuite() {}

    public static void main(String[] arguments) throws SQLException, InterruptedException {
        Cluster cluster =
                Cluster.of(1, Tuning.AS_DEPLOYED, Map.of("GANGLION_PASSWORD_QUEUE", "10000"));
        String database = cluster.database().jdbcUrl("rooms");
        System.out.println(options(cluster, makeDurable(), database));
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        new CountDownLatch(1).await();
    }

    /**
     * The stores of tests answer before the disk has the data; a measured one must not. Answers the
     * server's process.
     */
    private static long makeDurable() throws SQLException {
        PostgresServer server = Infrastructure.shared().postgres();
        String url = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/postgres";
        try (Connection connection =
                        DriverManager.getConnection(url, server.user(), server.password());
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                statement.execute("alter system set " + setting + " = on");
            }
            statement.execute("select pg_reload_conf()");
            try (ResultSet pid = statement.executeQuery("select pg_backend_pid()")) {
                pid.next();
                return ProcessHandle.of(pid.getLong(1))
                        .flatMap(ProcessHandle::parent)
                        .orElseThrow()
                        .pid();
            }
        }
    }

    private static String options(Cluster cluster, long postgres, String database) {
        StringBuilder options = new StringBuilder("--url " + cluster.gateway());
        for (String service : List.of("gateway", "auth", "room", "sync")) {
            options.append(" --pid ")
                    .append(service)
                    .append('=')
                    .append(cluster.replicas(service).getFirst().process().pid());
        }
        return options.append(" --pid postgresql=")
                .append(postgres)
                .append(" --floor-database '")
                .append(database)
                .append("' --database '")
                .append(database)
                .append("' --floor-url 'one service=")
                .append(cluster.replicas("auth").getFirst().url())
                .append("/actuator/health/liveness' --floor-url 'gateway in front=")
                .append(cluster.gateway())
                .append("/_matrix/client/v3/login'")
                .toString();
    }
}
