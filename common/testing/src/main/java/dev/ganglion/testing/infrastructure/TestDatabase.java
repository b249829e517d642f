package dev.ganglion.testing.infrastructure;

import dev.ganglion.service.database.SchemaMigration;

import java.util.Map;

/** A database of its own for one test context. */
public record TestDatabase(String host, int port, String name) {
    static final String PASSWORD = "test";

    /** The settings by which a service uses it. */
    public Map<String, Object> settings() {
        return Map.of(
                "ganglion.database.host", host,
                "ganglion.database.port", port,
                "ganglion.database.name", name,
                "ganglion.database.password", PASSWORD);
    }

    /** Makes the tables of another service's schema, from the migrations on the class path. */
    public void migrate(String schema) {
        SchemaMigration.run(host, port, name, schema, PASSWORD);
    }

    /** For JDBC, as the owner of this schema. */
    public String jdbcUrl(String schema) {
        return "jdbc:postgresql://"
                + host
                + ":"
                + port
                + "/"
                + name
                + "?user=ganglion_"
                + schema
                + "&password="
                + PASSWORD
                + "&currentSchema="
                + schema;
    }
}
