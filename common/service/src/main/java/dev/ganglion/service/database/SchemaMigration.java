package dev.ganglion.service.database;

import dev.ganglion.service.config.StartFailureException;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.exception.sqlExceptions.FlywaySqlUnableToConnectToDbException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Brings one schema to this version, forward only, so that the replicas of the version before keep
 * running beside it. Blocking: runs while the service starts.
 */
public final class SchemaMigration {
    /** What every schema has, such as the table of leases. */
    private static final String COMMON = "classpath:db/migration/common";

    private SchemaMigration() {}

    static void run(DatabaseProperties database) {
        try {
            run(
                    database.host(),
                    database.port(),
                    database.name(),
                    database.schema(),
                    database.password());
        } catch (FlywaySqlUnableToConnectToDbException e) {
            throw new StartFailureException(
                    "The database " + database + " cannot be reached: " + reason(e),
                    "Start PostgreSQL, or correct ganglion.database.host, .port, .name and"
                            + " .password.");
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Migrates this schema as its owner, whose password this is. */
    public static void run(String host, int port, String name, String schema, String password) {
        String url = "jdbc:postgresql://" + host + ":" + port + "/" + name;
        Flyway.configure()
                .dataSource(new DriverManagerDataSource(url, "ganglion_" + schema, password))
                .schemas(schema)
                .createSchemas(false)
                .locations(COMMON, "classpath:db/migration/" + schema)
                .connectRetries(5)
                .load()
                .migrate();
    }
}
