package dev.ganglion.room.thread;

import dev.ganglion.room.history.Reader;

import io.r2dbc.spi.Readable;

import java.util.Objects;
import java.util.Optional;

/**
 * A thread, if one was found, and how far was looked for it.
 *
 * @param number how many events of threads were looked at
 * @param lowest the position of the last of them, 0 for none
 */
record Scanned(Optional<ThreadRow> thread, long number, long lowest) {
    static Scanned read(Readable row, Reader reader) {
        Optional<ThreadRow> thread =
                row.get("place", Long.class) == null
                        ? Optional.empty()
                        : Optional.of(ThreadRow.read(row, reader));
        Long lowest = row.get("lowest", Long.class);
        return new Scanned(
                thread,
                Objects.requireNonNull(row.get("number", Long.class)),
                lowest == null ? 0 : lowest);
    }
}
