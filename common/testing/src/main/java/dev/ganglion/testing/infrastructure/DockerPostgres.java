package dev.ganglion.testing.infrastructure;

import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL as a container. */
record DockerPostgres(PostgreSQLContainer container) implements PostgresServer {
    /** Runs for the whole JVM, and Testcontainers' reaper ends it after. */
    @SuppressWarnings("resource")
    static PostgresServer launched() {
        var container =
                new PostgreSQLContainer("postgres:18-alpine")
                        .withUsername("postgres")
                        .withPassword("postgres");
        container.setCommand("postgres", "-c", "fsync=off", "-c", "max_connections=800");
        container.start();
        return new DockerPostgres(container);
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return container.getMappedPort(5432);
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
