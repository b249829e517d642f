package dev.ganglion.room.search;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.room.history.ClientEvents;
import dev.ganglion.room.search.SearchResponse.Context;
import dev.ganglion.room.search.SearchResponse.Result;
import dev.ganglion.room.search.SearchResponse.RoomEvents;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Searches the rooms that a user has been in, and puts the answer together. */
@Service
class SearchService {
    private final SearchedRoomRepository searchedRooms;
    private final Finder finder;
    private final Highlights highlights;
    private final ResultContexts contexts;
    private final ResultStates states;
    private final ClientEvents clientEvents;

    SearchService(
            SearchedRoomRepository searchedRooms,
            Finder finder,
            Highlights highlights,
            ResultContexts contexts,
            ResultStates states,
            ClientEvents clientEvents) {
        this.searchedRooms = searchedRooms;
        this.finder = finder;
        this.highlights = highlights;
        this.contexts = contexts;
        this.states = states;
        this.clientEvents = clientEvents;
    }

    /** Fails with {@code M_INVALID_PARAM} when the database takes too long. */
    Mono<RoomEvents> search(Requester requester, SearchCriteria criteria) {
        return searchedRooms
                .list(requester.userId())
                .map(rooms -> rooms.stream().filter(room -> isWanted(room, criteria)).toList())
                .flatMap(
                        rooms ->
                                finder.find(requester.userId(), criteria, rooms)
                                        .flatMap(
                                                found ->
                                                        answer(requester, criteria, rooms, found)));
    }

    private static boolean isWanted(SearchedRoom room, SearchCriteria criteria) {
        String roomId = room.identity().roomId().value();
        return criteria.filter().allowsRoom(roomId)
                && criteria.within(SearchGroup.ROOM).map(roomId::equals).orElse(true);
    }

    private Mono<RoomEvents> answer(
            Requester requester,
            SearchCriteria criteria,
            List<SearchedRoom> rooms,
            Findings found) {
        List<PduEvent> events =
                found.results().stream().map(result -> result.seen().event().event()).toList();
        return Mono.zip(
                        highlights.of(criteria.term(), events),
                        results(requester, criteria, found),
                        states(requester, criteria, rooms, found))
                .map(
                        parts ->
                                new RoomEvents(
                                        found.count(),
                                        parts.getT1(),
                                        parts.getT2(),
                                        ResultGroups.of(criteria.wishes().groups(), found),
                                        parts.getT3(),
                                        found.next().map(SearchPlace::toString)));
    }

    private Mono<List<Result>> results(
            Requester requester, SearchCriteria criteria, Findings found) {
        return criteria.wishes()
                .around()
                .map(wish -> contexts.of(found, wish, requester))
                .orElse(Mono.just(Map.of()))
                .map(
                        contexts ->
                                found.results().stream()
                                        .map(finding -> result(requester, finding, contexts))
                                        .toList());
    }

    private Result result(Requester requester, Finding finding, Map<Long, Context> contexts) {
        return new Result(
                finding.match().rank(),
                clientEvents.render(finding.seen(), requester),
                Optional.ofNullable(contexts.get(finding.position())));
    }

    private Mono<Optional<Map<String, List<RawJson>>>> states(
            Requester requester,
            SearchCriteria criteria,
            List<SearchedRoom> rooms,
            Findings found) {
        return criteria.wishes().isStateWanted()
                ? states.of(found.results(), rooms, criteria.filter().isLazyLoading(), requester)
                        .map(Optional::of)
                : Mono.just(Optional.empty());
    }
}
