package dev.ganglion.testing.infrastructure;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;

/** PostgreSQL as child processes; it starts with fsync off. */
record EmbeddedPostgresServer(int port) implements PostgresServer {
    /** Runs for the whole JVM, and its shutdown hook ends it. */
    @SuppressWarnings("resource")
    static PostgresServer launched() {
        try {
            EmbeddedPostgres server =
                    EmbeddedPostgres.builder().setServerConfig("max_connections", "800").start();
            return new EmbeddedPostgresServer(server.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String host() {
        return "localhost";
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public String password() {
        return "postgres";
    }
}
