package dev.ganglion.room.directory;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.room.summary.RoomSummary;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Knows whether what the directory shows may be behind, so that looking at it costs next to nothing
 * while no published room changes. Each event is looked at once.
 */
@Component
class DirectoryFreshness {
    private static final long NEVER = -1;

    /** After more events than these a look at all published rooms is quicker. */
    private static final long MOST_EVENTS = 10_000;

    private static final String[] TYPES =
            Stream.concat(RoomSummary.TYPES.stream(), Stream.of(EventTypes.REDACTION))
                    .toArray(String[]::new);

    private final DatabaseClient database;

    /** The position of the event stream up to which this replica has seen everything shown. */
    private final AtomicLong asOf = new AtomicLong(NEVER);

    DirectoryFreshness(DatabaseClient database) {
        this.database = database;
    }

    private record Look(long last, boolean isBehind) {}

    /**
     * Refreshes if there is a reason to.
     *
     * @param refresh answers whether nothing is left to refresh
     */
    Mono<Void> ensure(Mono<Boolean> refresh) {
        return Mono.fromSupplier(asOf::get)
                .flatMap(this::look)
                .flatMap(
                        look ->
                                (look.isBehind() ? refresh : Mono.just(true))
                                        .filter(isDone -> isDone)
                                        .doOnNext(_ -> asOf.set(look.last())))
                .then();
    }

    /**
     * Relies on the primary keys of event and network_room. A stream that ends earlier than before
     * was restored.
     */
    private Mono<Look> look(long since) {
        return database.sql(
                        """
                        select l.last,
                               :since < l.last - :mostEvents
                               or :since > l.last
                               or exists (select 1
                                          from rooms.event e
                                          join rooms.room r on r.room_nid = e.room_nid
                                          where e.position > :since
                                            and e.type = any(:types)
                                            and (r.is_published
                                                 or exists (select 1
                                                            from rooms.network_room n
                                                            where n.room_nid = r.room_nid))) as is_behind
                        from (select coalesce(max(position), 0) as last from rooms.event) as l
                        """)
                .bind("since", since)
                .bind("mostEvents", MOST_EVENTS)
                .bind("types", TYPES)
                .map(row -> look(row, since))
                .one();
    }

    private static Look look(Readable row, long since) {
        return new Look(
                Objects.requireNonNull(row.get("last", Long.class)),
                since == NEVER || Objects.requireNonNull(row.get("is_behind", Boolean.class)));
    }
}
