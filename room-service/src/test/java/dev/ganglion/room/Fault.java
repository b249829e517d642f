package dev.ganglion.room;

import org.springframework.r2dbc.core.DatabaseClient;

/** A database that fails at one moment, as if the server had died there. */
public final class Fault implements AutoCloseable {
    private final DatabaseClient database;
    private final String table;

    private Fault(DatabaseClient database, String table) {
        this.database = database;
        this.table = table;
    }

    /** While it is open, no row for which the condition holds comes into the table. */
    public static Fault inserting(DatabaseClient database, String table, String condition) {
        return before("insert", database, table, condition);
    }

    /** While it is open, no row for which the condition holds goes from the table. */
    public static Fault deleting(DatabaseClient database, String table, String condition) {
        return before("delete", database, table, condition);
    }

    private static Fault before(
            String operation, DatabaseClient database, String table, String condition) {
        run(
                database,
                """
                create or replace function rooms.fault() returns trigger language plpgsql as
                'begin raise exception ''a fault of the test''; end'
                """);
        run(
                database,
                "create trigger fault before %s on rooms.%s for each row when (%s) execute function rooms.fault()"
                        .formatted(operation, table, condition));
        return new Fault(database, table);
    }

    @Override
    public void close() {
        run(database, "drop trigger fault on rooms." + table);
    }

    private static void run(DatabaseClient database, String statement) {
        database.sql(statement).then().block();
    }
}
