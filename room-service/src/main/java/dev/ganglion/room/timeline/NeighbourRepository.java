package dev.ganglion.room.timeline;

import dev.ganglion.room.timeline.NeighbourReader.Place;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds what stands beside events in their rooms. */
@Repository
class NeighbourRepository {
    private static final String BESIDE =
            """
            select place.position as place, beside.position
            from unnest(:rooms, :positions, :after, :upTo) as place(room_nid, position, after, up_to)
            cross join lateral (
                (select e.position
                 from rooms.event e
                 where e.room_nid = place.room_nid
                   and e.position > place.after
                   and e.position < place.position
                 order by e.position desc
                 limit :before)
                union all
                (select e.position
                 from rooms.event e
                 where e.room_nid = place.room_nid
                   and e.position > place.position
                   and e.position <= place.up_to
                 order by e.position
                 limit :following)) as beside
            """;

    private final DatabaseClient database;

    NeighbourRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The positions of the nearest events on either side, in no order, whether or not the reader
     * may see them; nothing for a place where there are none. Relies on event_in_room.
     */
    Mono<Map<Long, List<Long>>> list(List<Place> places, int before, int following) {
        return database.sql(BESIDE)
                .bind("rooms", numbers(places, place -> place.reader().room().nid().value()))
                .bind("positions", numbers(places, Place::position))
                .bind("after", numbers(places, place -> place.reader().purgedUpTo()))
                .bind("upTo", numbers(places, place -> place.reader().readsUpTo()))
                .bind("before", before)
                .bind("following", following)
                .map(
                        row ->
                                Map.entry(
                                        Objects.requireNonNull(row.get("place", Long.class)),
                                        Objects.requireNonNull(row.get("position", Long.class))))
                .all()
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static Long[] numbers(Collection<Place> places, Function<Place, Long> number) {
        return places.stream().map(number).toArray(Long[]::new);
    }
}
