package dev.ganglion.room.thread;

import dev.ganglion.room.history.BundledRows;
import dev.ganglion.room.history.EventSource.Batch;
import dev.ganglion.room.history.EventSource.Candidate;
import dev.ganglion.room.history.Range;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.StoredEvent;

import io.r2dbc.spi.Readable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A thread with its place in the list.
 *
 * @param root empty when it is gone
 */
record ThreadRow(long place, Optional<StoredEvent> root) {
    static ThreadRow read(Readable row, Reader reader) {
        Optional<StoredEvent> root =
                row.get("event_id", String.class) == null
                        ? Optional.empty()
                        : Optional.of(root(row, reader));
        return new ThreadRow(Objects.requireNonNull(row.get("place", Long.class)), root);
    }

    private static StoredEvent root(Readable row, Reader reader) {
        StoredEvent root = BundledRows.read(row, reader);
        return Boolean.TRUE.equals(row.get("is_ignored", Boolean.class))
                ? root.withoutContent()
                : root;
    }

    static Batch batch(List<ThreadRow> rows, Range rest, int scanned) {
        return new Batch(
                rows.stream().flatMap(row -> row.candidate().stream()).toList(), rest, scanned);
    }

    /** A thread that began after the reader came to look is not there yet. */
    private Optional<Candidate> candidate() {
        return root.filter(event -> event.bundled().thread().isPresent())
                .map(event -> new Candidate(place, event, List.of()));
    }
}
