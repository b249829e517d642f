package dev.ganglion.room.follow;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Objects;

/** How far each reader has come. */
@Repository
public class StreamCursors {
    private final DatabaseClient database;

    StreamCursors(DatabaseClient database) {
        this.database = database;
    }

    /** A cursor as it is stored. */
    record Cursor(long position, String form) {}

    /**
     * Moves a cursor on. Fails when it is not where it should be, which means that another replica
     * reads too: the transaction must not commit.
     */
    public Mono<Void> advance(String name, long from, long to) {
        return database.sql(
                        """
                        update rooms.stream_cursor
                        set position = :to
                        where name = :name
                          and position = :from
                        """)
                .bind("name", name)
                .bind("from", from)
                .bind("to", to)
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .switchIfEmpty(
                        Mono.error(
                                () -> new IllegalStateException(name + " is read elsewhere too")))
                .then();
    }

    Mono<Cursor> find(String name) {
        return database.sql(
                        """
                        select position, form
                        from rooms.stream_cursor
                        where name = :name
                        """)
                .bind("name", name)
                .map(
                        row ->
                                new Cursor(
                                        Objects.requireNonNull(row.get("position", Long.class)),
                                        Objects.requireNonNull(row.get("form", String.class))))
                .one();
    }

    /** Puts a cursor at the beginning of the stream. */
    Mono<Void> restart(String name, String form) {
        return database.sql(
                        """
                        insert into rooms.stream_cursor (name, position, form)
                        values (:name, 0, :form)
                        on conflict (name) do update
                        set position = 0,
                            form = excluded.form
                        """)
                .bind("name", name)
                .bind("form", form)
                .then();
    }

    /** The stream's last position, 0 before the first. Relies on event's primary key. */
    Mono<Long> last() {
        return database.sql(
                        """
                        select coalesce(max(position), 0) as last
                        from rooms.event
                        """)
                .map(row -> Objects.requireNonNull(row.get("last", Long.class)))
                .one();
    }
}
