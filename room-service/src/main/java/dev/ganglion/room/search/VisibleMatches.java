package dev.ganglion.room.search;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.history.HistoryRepository;
import dev.ganglion.room.history.ManyReaders;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.VisibleHistory;
import dev.ganglion.room.search.MatchRepository.Match;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Leaves the matches that their searcher may see, by the history visibility at each. Nothing about
 * the others is told, not even how many they are.
 */
@Component
class VisibleMatches {
    private final ManyReaders readers;
    private final HistoryRepository history;

    VisibleMatches(ManyReaders readers, HistoryRepository history) {
        this.readers = readers;
        this.history = history;
    }

    /** A match with what decides how it is seen. */
    record Visible(Match match, Reader reader, VisibleHistory history) {
        private boolean isAllowed() {
            return !match.isGone()
                    && match.position() <= reader.readsUpTo()
                    && history.allows(match.position())
                    && !isErased();
        }

        /** Its words are not among those that the searcher is given. */
        private boolean isErased() {
            return match.sender()
                    .filter(sender -> reader.erased().hides(new UserId(sender), match.position()))
                    .isPresent();
        }
    }

    private record Place(Reader reader, VisibleHistory history) {}

    /** Those of the matches, in their order. */
    Mono<List<Visible>> of(List<Match> matches, Map<RoomNid, RoomIdentity> rooms, UserId searcher) {
        Map<RoomNid, LongSummaryStatistics> stretches =
                matches.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Match::room, Collectors.summarizingLong(Match::position)));
        return readers.list(identities(stretches.keySet(), rooms), searcher)
                .flatMapIterable(Map::values)
                .concatMap(reader -> place(reader, stretches))
                .collectMap(place -> place.reader().room().nid(), Function.identity())
                .map(places -> allowed(matches, places));
    }

    private Mono<Place> place(Reader reader, Map<RoomNid, LongSummaryStatistics> stretches) {
        LongSummaryStatistics stretch = Objects.requireNonNull(stretches.get(reader.room().nid()));
        return history.find(reader, stretch.getMin() - 1, stretch.getMax())
                .map(visible -> new Place(reader, visible));
    }

    private static List<RoomIdentity> identities(
            Collection<RoomNid> wanted, Map<RoomNid, RoomIdentity> rooms) {
        return wanted.stream().map(rooms::get).toList();
    }

    private static List<Visible> allowed(List<Match> matches, Map<RoomNid, Place> places) {
        return matches.stream()
                .flatMap(
                        match ->
                                Optional.ofNullable(places.get(match.room()))
                                        .map(place -> visible(match, place))
                                        .filter(Visible::isAllowed)
                                        .stream())
                .toList();
    }

    private static Visible visible(Match match, Place place) {
        return new Visible(match, place.reader(), place.history());
    }
}
