package dev.ganglion.service.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Makes the database, and for each service its role and the schema that this role owns. It may be
 * repeated: what is there stays, passwords are set anew. Blocking, and the only code that connects
 * as a superuser.
 */
public final class DatabaseBootstrap {
    /** Every schema of the suite. */
    public static final List<String> SCHEMAS =
            List.of("auth", "rooms", "sync", "media", "moderation");

    private DatabaseBootstrap() {}

    /**
     * Where to work, and as whom.
     *
     * @param name the database to make
     * @param user a superuser
     */
    public record Target(String host, int port, String name, String user, String password) {
        String jdbcUrl(String database) {
            return "jdbc:postgresql://" + host + ":" + port + "/" + database;
        }
    }

    /**
     * Makes what is missing.
     *
     * @param passwordOf the password of a schema's role, by the schema's name
     * @throws SQLException when the server is away or refuses
     */
    public static void run(Target target, UnaryOperator<String> passwordOf) throws SQLException {
        try (Connection admin = connect(target, "postgres")) {
            for (String schema : SCHEMAS) {
                createRole(admin, "ganglion_" + schema, passwordOf.apply(schema));
            }
            createDatabase(admin, target.name());
        }
        try (Connection database = connect(target, target.name())) {
            for (String schema : SCHEMAS) {
                createSchema(database, schema, target.name());
            }
        }
    }

    /**
     * For a container that prepares the database. Where it is comes from the environment, passwords
     * from files in the folder {@code GANGLION_SECRETS}: {@code ganglion.bootstrap.password} of the
     * superuser, {@code ganglion.bootstrap.passwords.<schema>} of each role.
     *
     * @throws SQLException when the server is away or refuses
     */
    public static void main(String[] arguments) throws SQLException {
        Path secrets = Path.of(setting("GANGLION_SECRETS", "/run/secrets"));
        var target =
                new Target(
                        setting("GANGLION_DATABASE_HOST", "localhost"),
                        Integer.parseInt(setting("GANGLION_DATABASE_PORT", "5432")),
                        setting("GANGLION_DATABASE_NAME", "ganglion"),
                        setting("GANGLION_DATABASE_ADMIN_USER", "postgres"),
                        secret(secrets, "ganglion.bootstrap.password"));
        run(target, schema -> secret(secrets, "ganglion.bootstrap.passwords." + schema));
        System.out.println("The database " + target.name() + " is ready.");
    }

    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }

    private static String secret(Path folder, String name) {
        try {
            return Files.readString(folder.resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the secret " + folder.resolve(name), e);
        }
    }

    private static Connection connect(Target target, String database) throws SQLException {
        return DriverManager.getConnection(
                target.jdbcUrl(database), target.user(), target.password());
    }

    private static void createRole(Connection admin, String role, String password)
            throws SQLException {
        if (!exists(admin, "select 1 from pg_roles where rolname = ?", role)) {
            ignoreTwin(admin, "create role " + quoted(role) + " login");
        }
        execute(admin, "alter role " + quoted(role) + " with login password " + literal(password));
    }

    private static void createDatabase(Connection admin, String name) throws SQLException {
        if (!exists(admin, "select 1 from pg_database where datname = ?", name)) {
            ignoreTwin(
                    admin,
                    "create database "
                            + quoted(name)
                            + " encoding 'UTF8' locale 'C.UTF-8' template template0");
        }
        execute(admin, "revoke all on database " + quoted(name) + " from public");
    }

    private static void createSchema(Connection database, String schema, String name)
            throws SQLException {
        String role = quoted("ganglion_" + schema);
        execute(database, "grant connect on database " + quoted(name) + " to " + role);
        execute(
                database,
                "create schema if not exists " + quoted(schema) + " authorization " + role);
        execute(database, "revoke all on schema public from public");
    }

    private static boolean exists(Connection connection, String query, String name)
            throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            return statement.executeQuery().next();
        }
    }

    /** Two replicas may do this at the same time: the second finds it done. */
    private static void ignoreTwin(Connection connection, String sql) throws SQLException {
        try {
            execute(connection, sql);
        } catch (SQLException e) {
            boolean isThere = List.of("42710", "42P04", "23505").contains(e.getSQLState());
            if (!isThere) {
                throw e;
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
