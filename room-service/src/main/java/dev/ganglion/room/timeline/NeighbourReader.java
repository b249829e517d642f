package dev.ganglion.room.timeline;

import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.history.HistoryRepository;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.Seen;
import dev.ganglion.room.history.StoredEvent;
import dev.ganglion.room.history.VisibleHistory;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what stands around many events, in a few round trips however many they are. Of the nearest
 * events those are left out that the reader may not see; none further away take their place.
 */
@Component
public class NeighbourReader {
    private final NeighbourRepository repository;
    private final HistoryRepository history;
    private final EventsAt events;

    NeighbourReader(NeighbourRepository repository, HistoryRepository history, EventsAt events) {
        this.repository = repository;
        this.history = history;
        this.events = events;
    }

    /** The position of an event, and who reads it. */
    public record Place(Reader reader, long position) {
        private RoomNid room() {
            return reader.room().nid();
        }
    }

    /**
     * What is wanted.
     *
     * @param maxBytes the neighbours of all places together; the last ones go without
     */
    public record Wish(int before, int after, long maxBytes) {}

    /** What stands around a place that the reader may see, nearest first. */
    private record Around(
            Place place, List<Long> before, List<Long> after, VisibleHistory visible) {
        static Around of(Place place, List<Long> beside, VisibleHistory visible) {
            List<Long> seen = beside.stream().filter(visible::allows).toList();
            return new Around(
                    place,
                    seen.stream()
                            .filter(position -> position < place.position())
                            .sorted(Comparator.reverseOrder())
                            .toList(),
                    seen.stream().filter(position -> position > place.position()).sorted().toList(),
                    visible);
        }

        Stream<Long> all() {
            return Stream.concat(before.stream(), after.stream());
        }
    }

    /** The neighbours of each place, by its position. One user reads all of them. */
    public Mono<Map<Long, Neighbours>> list(List<Place> places, Wish wish) {
        if (places.isEmpty()) {
            return Mono.just(Map.of());
        }
        return repository
                .list(places, wish.before(), wish.after())
                .flatMap(beside -> visible(places, beside))
                .flatMap(around -> read(around, wish.maxBytes()));
    }

    private Mono<List<Around>> visible(List<Place> places, Map<Long, List<Long>> beside) {
        return Flux.fromIterable(
                        places.stream().collect(Collectors.groupingBy(Place::room)).values())
                .concatMap(ofRoom -> historyOf(ofRoom, beside))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(
                        histories ->
                                places.stream()
                                        .map(
                                                place ->
                                                        Around.of(
                                                                place,
                                                                beside(place, beside),
                                                                Objects.requireNonNull(
                                                                        histories.get(
                                                                                place.room()))))
                                        .toList());
    }

    private Mono<Map.Entry<RoomNid, VisibleHistory>> historyOf(
            List<Place> ofRoom, Map<Long, List<Long>> beside) {
        LongSummaryStatistics stretch =
                ofRoom.stream()
                        .flatMap(
                                place ->
                                        Stream.concat(
                                                Stream.of(place.position()),
                                                beside(place, beside).stream()))
                        .collect(Collectors.summarizingLong(Long::longValue));
        return history.find(ofRoom.getFirst().reader(), stretch.getMin() - 1, stretch.getMax())
                .map(visible -> Map.entry(ofRoom.getFirst().room(), visible));
    }

    private static List<Long> beside(Place place, Map<Long, List<Long>> beside) {
        return beside.getOrDefault(place.position(), List.of());
    }

    private Mono<Map<Long, Neighbours>> read(List<Around> arounds, long maxBytes) {
        return events.read(
                        arounds.stream().map(around -> around.place().reader()).toList(),
                        arounds.stream().flatMap(Around::all).toList(),
                        maxBytes)
                .map(read -> shared(arounds, read, maxBytes));
    }

    /** Whoever comes first is given first. */
    private static Map<Long, Neighbours> shared(
            List<Around> arounds, Map<Long, StoredEvent> read, long maxBytes) {
        Map<Long, Neighbours> shared = new HashMap<>();
        long left = maxBytes;
        for (Around around : arounds) {
            List<Seen> before = nearest(around, around.before(), read, left);
            left -= new Neighbours(before, List.of()).bytes();
            List<Seen> after = nearest(around, around.after(), read, left);
            left -= new Neighbours(List.of(), after).bytes();
            shared.put(around.place().position(), new Neighbours(before, after));
        }
        return shared;
    }

    /** Without a gap: where one is missing or too large, the rest is missing too. */
    private static List<Seen> nearest(
            Around around, List<Long> positions, Map<Long, StoredEvent> read, long maxBytes) {
        List<Seen> nearest = new ArrayList<>();
        long left = maxBytes;
        for (long position : positions) {
            StoredEvent event = read.get(position);
            if (event == null || event.bytes() > left) {
                return nearest;
            }
            left -= event.bytes();
            nearest.add(new Seen(event, around.visible().membershipAfter(position)));
        }
        return nearest;
    }
}
