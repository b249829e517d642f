package dev.ganglion.room.directory;

import static dev.ganglion.service.database.Rows.number;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.room.summary.RoomSummary;
import dev.ganglion.service.erasure.ErasedUsers;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Knows whether what the directory shows may be behind, so that looking at it costs next to nothing
 * while no published room changes. Each event is looked at once.
 */
@Component
class DirectoryFreshness {
    private static final Seen NOTHING = new Seen(-1, -1);

    /** After more events than these a look at all published rooms is quicker. */
    private static final long MOST_EVENTS = 10_000;

    private static final String[] TYPES =
            Stream.concat(RoomSummary.TYPES.stream(), Stream.of(EventTypes.REDACTION))
                    .toArray(String[]::new);

    private final DatabaseClient database;

    /** Up to where this replica has seen everything shown. */
    private final AtomicReference<Seen> seen = new AtomicReference<>(NOTHING);

    DirectoryFreshness(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A position of the event stream, and the number of erasures: each takes summaries out of the
     * directory.
     */
    private record Seen(long position, long erasures) {}

    private record Look(Seen now, boolean isBehind) {}

    /**
     * Refreshes if there is a reason to.
     *
     * @param refresh answers whether nothing is left to refresh
     */
    Mono<Void> ensure(Mono<Boolean> refresh) {
        return Mono.fromSupplier(seen::get)
                .flatMap(this::look)
                .flatMap(
                        look ->
                                (look.isBehind() ? refresh : Mono.just(true))
                                        .filter(isDone -> isDone)
                                        .doOnNext(_ -> seen.set(look.now())))
                .then();
    }

    /**
     * Relies on the primary keys of event and network_room and on erased_user_in_order. A stream
     * that ends earlier than before was restored.
     */
    private Mono<Look> look(Seen since) {
        return database.sql(
                        """
                        select l.last, l.erasures,
                               :erasures < l.erasures
                               or :since < l.last - :mostEvents
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
                        from (select coalesce(max(position), 0) as last, %s as erasures
                              from rooms.event) as l
                        """
                                .formatted(ErasedUsers.NUMBER))
                .bind("since", since.position())
                .bind("erasures", since.erasures())
                .bind("mostEvents", MOST_EVENTS)
                .bind("types", TYPES)
                .map(row -> look(row, since))
                .one();
    }

    private static Look look(Readable row, Seen since) {
        return new Look(
                new Seen(number(row, "last"), number(row, "erasures")),
                since.equals(NOTHING)
                        || Objects.requireNonNull(row.get("is_behind", Boolean.class)));
    }
}
