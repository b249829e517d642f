package dev.ganglion.moderation.stream;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Objects;

/** Where the event stream ends. */
@Repository
public class EventStream {
    private final DatabaseClient database;

    EventStream(DatabaseClient database) {
        this.database = database;
    }

    /** The position of the latest event, 0 before the first. Relies on the primary key. */
    public Mono<Long> last() {
        return database.sql(
                        """
                        select coalesce(max(position), 0) as last
                        from rooms.event
                        """)
                .map(row -> Objects.requireNonNull(row.get("last", Long.class)))
                .one();
    }
}
