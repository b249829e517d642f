package dev.ganglion.testing.infrastructure;

import dev.ganglion.service.database.DatabaseBootstrap;

import java.sql.SQLException;
import java.util.UUID;

/** A PostgreSQL of which tests take databases. It does not wait for the disk. */
public interface PostgresServer {
    String host();

    int port();

    /** The superuser. */
    String user();

    /** The superuser's password. */
    String password();

    /** A new database with all roles and schemas and no tables. */
    default TestDatabase freshDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        var target = new DatabaseBootstrap.Target(host(), port(), name, user(), password());
        try {
            DatabaseBootstrap.run(target, _ -> TestDatabase.PASSWORD);
        } catch (SQLException e) {
            throw new IllegalStateException("The test database cannot be made", e);
        }
        return new TestDatabase(host(), port(), name);
    }
}
