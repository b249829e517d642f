package dev.ganglion.room.search;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.history.ClientEvents;
import dev.ganglion.room.history.Seen;
import dev.ganglion.room.history.StoredEvent;
import dev.ganglion.room.search.SearchCriteria.Around;
import dev.ganglion.room.search.SearchResponse.Context;
import dev.ganglion.room.timeline.NeighbourReader;
import dev.ganglion.room.timeline.NeighbourReader.Place;
import dev.ganglion.room.timeline.NeighbourReader.Wish;
import dev.ganglion.room.timeline.Neighbours;
import dev.ganglion.room.timeline.TimelineReader;
import dev.ganglion.room.timeline.TimelineReader.MemberAt;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.stream.PaginationToken;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was said around the results. */
@Component
class ResultContexts {
    private static final List<String> PROFILE = List.of("displayname", "avatar_url");

    private final NeighbourReader neighbours;
    private final TimelineReader timeline;
    private final ClientEvents clientEvents;

    ResultContexts(NeighbourReader neighbours, TimelineReader timeline, ClientEvents clientEvents) {
        this.neighbours = neighbours;
        this.timeline = timeline;
        this.clientEvents = clientEvents;
    }

    /** The neighbours of each result, and the membership events of those who speak there. */
    private record Contexts(
            Map<Long, Neighbours> neighbours, Map<Long, List<StoredEvent>> members) {
        Neighbours of(Finding finding) {
            return Objects.requireNonNull(neighbours.get(finding.position()));
        }

        Map<String, JsonObject> profilesOf(Finding finding) {
            return members.getOrDefault(finding.position(), List.of()).stream()
                    .map(StoredEvent::event)
                    .collect(
                            Collectors.toMap(
                                    member -> member.stateKey().orElseThrow(),
                                    member -> profile(member.content())));
        }

        /** Members may have written anything into their membership; a name is a string. */
        private static JsonObject profile(JsonObject content) {
            JsonObject.Builder profile = JsonObject.builder();
            PROFILE.forEach(field -> profile.putIfPresent(field, content.string(field)));
            return profile.build();
        }

        long bytes() {
            return neighbours.values().stream().mapToLong(Neighbours::bytes).sum();
        }
    }

    /**
     * By the results' positions. When the page is full the contexts of the last results are smaller
     * than was wished, or empty.
     */
    Mono<Map<Long, Context>> of(Findings found, Around wish, Requester requester) {
        List<Place> places =
                found.results().stream()
                        .map(finding -> new Place(finding.reader(), finding.position()))
                        .toList();
        return neighbours
                .list(places, new Wish(wish.before(), wish.after(), found.bytesLeft()))
                .map(around -> new Contexts(around, Map.of()))
                .flatMap(
                        contexts ->
                                wish.withProfiles() ? named(found, contexts) : Mono.just(contexts))
                .map(contexts -> rendered(found, contexts, wish, requester));
    }

    /** With what the senders were called at the newest of the events. */
    private Mono<Contexts> named(Findings found, Contexts contexts) {
        List<MemberAt> members =
                found.results().stream()
                        .flatMap(finding -> members(finding, contexts.of(finding)))
                        .toList();
        return timeline.listMembers(members, found.bytesLeft() - contexts.bytes())
                .map(named -> new Contexts(contexts.neighbours(), named));
    }

    private static Stream<MemberAt> members(Finding finding, Neighbours around) {
        long position = finding.position();
        return Stream.of(around.before(), around.after(), List.of(finding.seen()))
                .flatMap(List::stream)
                .map(ResultContexts::sender)
                .distinct()
                .map(
                        sender ->
                                new MemberAt(
                                        position,
                                        finding.reader(),
                                        around.newest(position),
                                        sender));
    }

    private Map<Long, Context> rendered(
            Findings found, Contexts contexts, Around wish, Requester requester) {
        return found.results().stream()
                .collect(
                        Collectors.toMap(
                                Finding::position,
                                finding ->
                                        rendered(
                                                finding.position(),
                                                contexts.of(finding),
                                                Optional.of(contexts.profilesOf(finding))
                                                        .filter(_ -> wish.withProfiles()),
                                                requester)));
    }

    private Context rendered(
            long position,
            Neighbours around,
            Optional<Map<String, JsonObject>> profiles,
            Requester requester) {
        return new Context(
                PaginationToken.before(around.oldest(position)).toString(),
                PaginationToken.after(around.newest(position)).toString(),
                clientEvents.renderAll(around.before(), requester),
                clientEvents.renderAll(around.after(), requester),
                profiles);
    }

    private static String sender(Seen seen) {
        return seen.event().event().sender().value();
    }
}
