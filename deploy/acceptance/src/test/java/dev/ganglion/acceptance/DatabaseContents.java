package dev.ganglion.acceptance;

import dev.ganglion.testing.infrastructure.TestDatabase;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is in a database, in a form that can be compared. */
final class DatabaseContents {
    private static final List<String> SCHEMAS =
            List.of("auth", "rooms", "sync", "media", "moderation");

    /** What services note of their own work in the background, whatever clients do. */
    private static final String CHANGES_BY_ITSELF =
            "'flyway_schema_history', 'lease', 'stream_cursor', 'maintenance_pass', 'inheritance_progress'";

    private DatabaseContents() {}

    /**
     * A digest of the rows of each table, without what changes by itself: migrations, leases, how
     * far work in the background has come, and when a device was last seen.
     */
    static Map<String, String> of(TestDatabase database) throws SQLException {
        Map<String, String> digests = new TreeMap<>();
        for (String schema : SCHEMAS) {
            try (Connection connection = DriverManager.getConnection(database.jdbcUrl(schema));
                    Statement statement = connection.createStatement()) {
                for (String table : tables(statement, schema)) {
                    digests.put(table, digest(statement, table));
                }
            }
        }
        return digests;
    }

    /** All rows of all tables, as text; bytes in hexadecimal digits. */
    static String textOf(TestDatabase database) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (String schema : SCHEMAS) {
            try (Connection connection = DriverManager.getConnection(database.jdbcUrl(schema));
                    Statement statement = connection.createStatement()) {
                for (String table : tables(statement, schema)) {
                    appendRows(statement, table, text);
                }
            }
        }
        return text.toString();
    }

    private static void appendRows(Statement statement, String table, StringBuilder text)
            throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("select to_jsonb(t)::text from " + table + " t")) {
            while (rows.next()) {
                text.append(table).append(' ').append(rows.getString(1)).append('\n');
            }
        }
    }

    private static String digest(Statement statement, String table) throws SQLException {
        String row = "(to_jsonb(t) - 'last_seen_at' - 'last_seen_ip')::text";
        String query =
                "select count(*) || ' rows ' || coalesce(md5(string_agg(%s, ',' order by %s)), '')"
                                .formatted(row, row)
                        + " from "
                        + table
                        + " t";
        try (ResultSet digest = statement.executeQuery(query)) {
            digest.next();
            return digest.getString(1);
        }
    }

    private static List<String> tables(Statement statement, String schema) throws SQLException {
        List<String> tables = new ArrayList<>();
        String query =
                "select schemaname || '.' || tablename from pg_tables where schemaname = '%s' and tablename not in (%s)"
                        .formatted(schema, CHANGES_BY_ITSELF);
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}
