package dev.ganglion.service.database;

import io.r2dbc.spi.Readable;

import java.util.Objects;

/** Reads columns that are never null; another value is a bug, and the failure names the column. */
public final class Rows {
    private Rows() {}

    public static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    /** Of a column of any type of whole numbers. */
    public static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }
}
