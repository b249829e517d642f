package dev.ganglion.room.timeline;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.history.ClientEvents;
import dev.ganglion.room.history.Direction;
import dev.ganglion.room.history.HistoryRepository;
import dev.ganglion.room.history.Page;
import dev.ganglion.room.history.PageReader;
import dev.ganglion.room.history.PageReader.Wanted;
import dev.ganglion.room.history.Range;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.Readers;
import dev.ganglion.room.history.Seen;
import dev.ganglion.room.history.StoredEvent;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.stream.PaginationToken;
import dev.ganglion.service.web.RawJson;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Single events, and what happened around them. */
@Service
class ContextService {
    private final Readers readers;
    private final TimelineRepository timeline;
    private final HistoryRepository history;
    private final PageReader pages;
    private final StateAtRepository state;
    private final ClientEvents clientEvents;

    ContextService(
            Readers readers,
            TimelineRepository timeline,
            HistoryRepository history,
            PageReader pages,
            StateAtRepository state,
            ClientEvents clientEvents) {
        this.readers = readers;
        this.timeline = timeline;
        this.history = history;
        this.pages = pages;
        this.state = state;
        this.clientEvents = clientEvents;
    }

    /** The body of {@code /context}. */
    record Context(
            String start,
            String end,
            RawJson event,
            List<RawJson> eventsBefore,
            List<RawJson> eventsAfter,
            List<RawJson> state) {}

    private record Stretch(Seen event, Page before, Page after) {
        long newest() {
            return after.events().isEmpty()
                    ? event.event().position()
                    : after.events().getLast().event().position();
        }

        List<Seen> all() {
            return Stream.of(List.of(event), before.events(), after.events())
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private record Surroundings(Stretch stretch, List<StoredEvent> state) {}

    /** One event; to whoever may not see it, it does not exist. */
    Mono<RawJson> event(Requester requester, RoomId roomId, EventId eventId) {
        return readers.getForEvent(roomId, requester.userId())
                .flatMap(reader -> find(reader, eventId))
                .map(seen -> clientEvents.render(seen, requester));
    }

    /** An event with at most {@code limit} events around it that pass the filter. */
    Mono<Context> context(
            Requester requester, RoomId roomId, EventId eventId, int limit, EventFilter filter) {
        return readers.get(roomId, requester.userId())
                .flatMap(reader -> lookAround(reader, eventId, limit, filter))
                .map(found -> answer(requester, found));
    }

    private Mono<Surroundings> lookAround(
            Reader reader, EventId eventId, int limit, EventFilter filter) {
        return find(reader, eventId)
                .flatMap(seen -> around(reader, seen, limit, filter))
                .flatMap(stretch -> withState(reader, stretch, filter));
    }

    private Mono<Seen> find(Reader reader, EventId eventId) {
        return timeline.find(reader, eventId)
                .flatMap(event -> seen(reader, event))
                .switchIfEmpty(Mono.error(Readers::noSuchEvent));
    }

    /** Empty when the reader may not see the event. */
    private Mono<Seen> seen(Reader reader, StoredEvent event) {
        long position = event.position();
        return history.findVisibleAt(reader, position)
                .map(visible -> new Seen(event, visible.membershipAfter(position)));
    }

    private Mono<Stretch> around(Reader reader, Seen seen, int limit, EventFilter filter) {
        long position = seen.event().position();
        Range readable = Range.readableBy(reader);
        int after = limit / 2;
        return Mono.zip(
                pages.read(
                        new Wanted(reader, Direction.BACKWARDS, limit - after, filter::matches),
                        readable.endingAt(position - 1),
                        timeline.in(reader, Direction.BACKWARDS)),
                pages.read(
                        new Wanted(reader, Direction.FORWARDS, after, filter::matches),
                        readable.startingAfter(position),
                        timeline.in(reader, Direction.FORWARDS)),
                (before, following) -> new Stretch(seen, before, following));
    }

    private Mono<Surroundings> withState(Reader reader, Stretch stretch, EventFilter filter) {
        Mono<List<StoredEvent>> members =
                filter.isLazyLoading()
                        ? state.listMembers(
                                reader, stretch.newest(), LazyMembers.senders(stretch.all()))
                        : state.listMembers(reader, stretch.newest());
        return state.listWithoutMembers(reader, stretch.newest())
                .zipWith(members, (others, memberships) -> filtered(others, memberships, filter))
                .map(stateThen -> new Surroundings(stretch, stateThen));
    }

    private static List<StoredEvent> filtered(
            List<StoredEvent> others, List<StoredEvent> memberships, EventFilter filter) {
        List<StoredEvent> all = new ArrayList<>(others);
        all.addAll(memberships);
        all.removeIf(event -> !filter.matches(event.event()));
        return all;
    }

    private Context answer(Requester requester, Surroundings found) {
        Seen event = found.stretch().event();
        long position = event.event().position();
        Page before = found.stretch().before();
        Page after = found.stretch().after();
        long start =
                before.events().isEmpty() ? position : before.events().getLast().event().position();
        long end =
                after.events().isEmpty() ? position : after.events().getLast().event().position();
        return new Context(
                PaginationToken.before(start).toString(),
                PaginationToken.after(end).toString(),
                clientEvents.render(event, requester),
                clientEvents.renderAll(before.events(), requester),
                clientEvents.renderAll(after.events(), requester),
                clientEvents.renderState(found.state(), requester));
    }
}
