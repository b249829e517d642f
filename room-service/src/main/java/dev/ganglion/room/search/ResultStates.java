package dev.ganglion.room.search;

import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.history.ClientEvents;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.StoredEvent;
import dev.ganglion.room.timeline.TimelineReader;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The state of the rooms that results come from, as their searcher sees it now. */
@Component
class ResultStates {
    /** Of larger rooms only those members are told whose events are. */
    private static final int MOST_MEMBERS = 1_000;

    private final TimelineReader timeline;
    private final ClientEvents clientEvents;

    ResultStates(TimelineReader timeline, ClientEvents clientEvents) {
        this.timeline = timeline;
        this.clientEvents = clientEvents;
    }

    /** By the rooms' IDs. */
    Mono<Map<String, List<RawJson>>> of(
            List<Finding> results,
            List<SearchedRoom> rooms,
            boolean isLazyLoading,
            Requester requester) {
        Set<RoomNid> smallRooms =
                rooms.stream()
                        .filter(room -> room.joinedMembers() <= MOST_MEMBERS)
                        .map(room -> room.identity().nid())
                        .collect(Collectors.toSet());
        return Flux.fromIterable(
                        results.stream()
                                .collect(Collectors.groupingBy(result -> result.match().room()))
                                .values())
                .concatMap(
                        ofRoom ->
                                state(ofRoom, !isLazyLoading && isIn(smallRooms, ofRoom))
                                        .map(
                                                state ->
                                                        Map.entry(
                                                                roomId(ofRoom),
                                                                clientEvents.renderState(
                                                                        state, requester))))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static boolean isIn(Set<RoomNid> rooms, List<Finding> ofRoom) {
        return rooms.contains(ofRoom.getFirst().match().room());
    }

    private static String roomId(List<Finding> ofRoom) {
        return ofRoom.getFirst().reader().room().roomId().value();
    }

    private Mono<List<StoredEvent>> state(List<Finding> ofRoom, boolean withAllMembers) {
        Reader reader = ofRoom.getFirst().reader();
        return timeline.listStateWithoutMembers(reader, reader.readsUpTo())
                .zipWith(
                        members(reader, ofRoom, withAllMembers),
                        (others, members) ->
                                Stream.concat(others.stream(), members.stream()).toList());
    }

    private Mono<List<StoredEvent>> members(
            Reader reader, List<Finding> results, boolean areAllWanted) {
        if (areAllWanted) {
            return timeline.listMembers(reader, reader.readsUpTo());
        }
        Set<String> senders =
                results.stream()
                        .map(result -> result.seen().event().event().sender().value())
                        .collect(Collectors.toSet());
        return timeline.listMembers(reader, reader.readsUpTo(), senders);
    }
}
