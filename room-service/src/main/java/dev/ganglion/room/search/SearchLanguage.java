package dev.ganglion.room.search;

import dev.ganglion.room.words.Words;
import dev.ganglion.service.config.StartFailureException;
import dev.ganglion.service.database.DatabaseProperties;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The text search configuration in use.
 *
 * @param configuration its name in PostgreSQL
 */
record SearchLanguage(String configuration) {
    private static final String SIMPLE = "simple";

    /** Counted up when the same text becomes other words than before. */
    private static final int VERSION = 1;

    /**
     * Blocking, while the service starts. Fails with a {@link StartFailureException} when the
     * database has no such configuration.
     */
    static SearchLanguage checked(String configuration, DatabaseProperties database) {
        SortedSet<String> known = configurations(database);
        if (!known.contains(configuration)) {
            throw new StartFailureException(
                    "ganglion.search.language="
                            + configuration
                            + ": the database has no text search configuration of this name",
                    "Set ganglion.search.language to one of: " + String.join(", ", known));
        }
        return new SearchLanguage(configuration);
    }

    /** The words to index or to look for; single Latin letters are left out. */
    List<String> words(String text) {
        return spelling().of(text).stream().filter(SearchLanguage::isTelling).toList();
    }

    /** Names how the index is built. */
    String form() {
        return configuration + " " + VERSION;
    }

    /** Stemmers want to see accents; without one, words are found with or without them. */
    private Words spelling() {
        return configuration.equals(SIMPLE) ? Words.UNACCENTED : Words.ACCENTED;
    }

    private static boolean isTelling(String word) {
        return word.length() > 1 || word.charAt(0) < 'a' || word.charAt(0) > 'z';
    }

    private static SortedSet<String> configurations(DatabaseProperties database) {
        String url =
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(database.host(), database.port(), database.name());
        try (Connection connection =
                        DriverManager.getConnection(url, database.role(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                select cfgname
                                from pg_catalog.pg_ts_config
                                where pg_catalog.pg_ts_config_is_visible(oid)
                                """)) {
            SortedSet<String> names = new TreeSet<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException e) {
            throw new StartFailureException(
                    "The database " + database + " cannot be asked: " + e.getMessage(),
                    "Start PostgreSQL, or correct ganglion.database.host, .port, .name and"
                            + " .password.");
        }
    }
}
