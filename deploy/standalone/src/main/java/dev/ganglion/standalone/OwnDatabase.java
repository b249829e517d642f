package dev.ganglion.standalone;

import dev.ganglion.service.database.DatabaseBootstrap;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The PostgreSQL of this process: its files in the data folder, listening on the loopback interface
 * only, passwords required, every commit on disk before it is answered.
 */
final class OwnDatabase implements AutoCloseable {
    static final String NAME = "ganglion";

    private static final String SUPERUSER = "postgres";
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;
    private final String password;

    private OwnDatabase(EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    static OwnDatabase start(DataFolder data, Secrets secrets) {
        Path folder = data.folder("postgresql");
        Path files = folder.resolve("data");
        boolean isNew = !Files.exists(files.resolve("PG_VERSION"));
        stopLeftOver(files);
        String password = secrets.password("postgres");
        try {
            EmbeddedPostgres server = launch(folder, files, isNew, password);
            if (isNew) {
                requirePasswords(server, files, password);
            }
            return new OwnDatabase(server, password);
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new StartRefused(
                    "PostgreSQL did not start ("
                            + e.getMessage()
                            + "). Its own words are in "
                            + folder.resolve("postgresql.log")
                            + ".",
                    e);
        }
    }

    int port() {
        return server.getPort();
    }

    /**
     * Makes the database with a role and a schema for each service, or sets their passwords anew.
     */
    void prepare(Secrets secrets) {
        var target = new DatabaseBootstrap.Target("127.0.0.1", port(), NAME, SUPERUSER, password);
        try {
            DatabaseBootstrap.run(target, schema -> secrets.password("ganglion_" + schema));
        } catch (SQLException e) {
            throw new StartRefused(
                    "PostgreSQL refused to prepare the database: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static EmbeddedPostgres launch(Path folder, Path files, boolean isNew, String password)
            throws IOException {
        var log = ProcessBuilder.Redirect.appendTo(folder.resolve("postgresql.log").toFile());
        var builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(files)
                        .setCleanDataDirectory(false)
                        .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
                        .setRegisterShutdownHook(false)
                        .setPGStartupWait(STARTUP)
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("shared_buffers", "256MB")
                        .setServerConfig("max_wal_size", "2GB")
                        .setServerConfig("wal_compression", "on")
                        .setServerConfig("password_encryption", "scram-sha-256")
                        .setOutputRedirector(log)
                        .setErrorRedirector(log);
        if (!isNew) {
            builder.setConnectConfig("password", password);
        }
        return builder.start();
    }

    /**
     * A fresh cluster trusts whoever connects from this machine: that ends here, before anything is
     * in it.
     */
    private static void requirePasswords(EmbeddedPostgres server, Path files, String password)
            throws SQLException, IOException {
        try (Connection connection =
                        DriverManager.getConnection(server.getJdbcUrl(SUPERUSER, "postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "alter role " + SUPERUSER + " password " + statement.enquoteLiteral(password));
            Files.writeString(
                    files.resolve("pg_hba.conf"),
                    """
                    local all all scram-sha-256
                    host  all all 127.0.0.1/32 scram-sha-256
                    host  all all ::1/128 scram-sha-256
                    """);
            statement.execute("select pg_reload_conf()");
        }
    }

    /**
     * After a crash of this process its PostgreSQL may live on: it is asked to finish before a new
     * one starts.
     */
    private static void stopLeftOver(Path files) {
        leftOver(files.resolve("postmaster.pid"))
                .ifPresent(
                        process -> {
                            process.destroy();
                            try {
                                process.onExit().get(STARTUP.toSeconds(), TimeUnit.SECONDS);
                            } catch (ExecutionException | TimeoutException e) {
                                throw new StartRefused(
                                        "An earlier PostgreSQL (process "
                                                + process.pid()
                                                + ") still uses "
                                                + files
                                                + " and does not stop. Stop it by hand.",
                                        e);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                                throw new StartRefused(
                                        "Interrupted while an earlier PostgreSQL was stopping.", e);
                            }
                        });
    }

    private static Optional<ProcessHandle> leftOver(Path pidFile) {
        try {
            return Files.exists(pidFile)
                    ? ProcessHandle.of(
                                    Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()))
                            .filter(OwnDatabase::isPostgres)
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw new StartRefused(pidFile + " is not readable: " + e.getMessage(), e);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().filter(command -> command.endsWith("postgres")).isPresent();
    }
}
