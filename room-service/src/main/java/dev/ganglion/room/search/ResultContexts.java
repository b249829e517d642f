package dev.ganglion.room.search;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.history.ClientEvents;
import dev.ganglion.room.history.Seen;
import dev.ganglion.room.history.StoredEvent;
import dev.ganglion.room.search.SearchCriteria.Around;
import dev.ganglion.room.search.SearchResponse.Context;
import dev.ganglion.room.timeline.TimelineReader;
import dev.ganglion.room.timeline.TimelineReader.Neighbours;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.stream.PaginationToken;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was said around a result. */
@Component
class ResultContexts {
    private static final List<String> PROFILE = List.of("displayname", "avatar_url");

    private final TimelineReader timeline;
    private final ClientEvents clientEvents;

    ResultContexts(TimelineReader timeline, ClientEvents clientEvents) {
        this.timeline = timeline;
        this.clientEvents = clientEvents;
    }

    Mono<Context> of(Finding finding, Around wish, Requester requester) {
        long position = finding.match().position();
        return timeline.neighbours(finding.reader(), position, wish.before(), wish.after())
                .flatMap(
                        around ->
                                profiles(finding, around, wish)
                                        .map(
                                                profiles ->
                                                        context(
                                                                position, around, profiles,
                                                                requester)));
    }

    private Context context(
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

    /** What the senders were called at the newest of the events. */
    private Mono<Optional<Map<String, JsonObject>>> profiles(
            Finding finding, Neighbours around, Around wish) {
        if (!wish.withProfiles()) {
            return Mono.just(Optional.empty());
        }
        Set<String> senders =
                Stream.of(around.before(), around.after(), List.of(finding.seen()))
                        .flatMap(List::stream)
                        .map(ResultContexts::sender)
                        .collect(Collectors.toSet());
        return timeline.listMembers(
                        finding.reader().room(), around.newest(finding.match().position()), senders)
                .map(members -> Optional.of(profiles(members)));
    }

    private static Map<String, JsonObject> profiles(List<StoredEvent> members) {
        return members.stream()
                .map(StoredEvent::event)
                .collect(
                        Collectors.toMap(
                                member -> member.stateKey().orElseThrow(),
                                member -> member.content().keeping(PROFILE)));
    }

    private static String sender(Seen seen) {
        return seen.event().event().sender().value();
    }
}
