package dev.ganglion.room.persist;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.function.Function;

/** One column of many rows, as an array that a statement is given. */
final class Columns {
    private Columns() {}

    static <T> Long[] longs(Collection<T> rows, Function<T, @Nullable Long> read) {
        return rows.stream().map(read).toArray(Long[]::new);
    }

    static <T> String[] texts(Collection<T> rows, Function<T, @Nullable String> read) {
        return rows.stream().map(read).toArray(String[]::new);
    }
}
