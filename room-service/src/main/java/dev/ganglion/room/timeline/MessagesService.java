package dev.ganglion.room.timeline;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.history.ClientEvents;
import dev.ganglion.room.history.Direction;
import dev.ganglion.room.history.Page;
import dev.ganglion.room.history.PageReader;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.Readers;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.stream.PaginationToken;
import dev.ganglion.service.web.RawJson;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Pages through a room's history. */
@Service
class MessagesService {
    private final Readers readers;
    private final PageReader pages;
    private final TimelineRepository timeline;
    private final LazyMembers members;
    private final ClientEvents clientEvents;

    MessagesService(
            Readers readers,
            PageReader pages,
            TimelineRepository timeline,
            LazyMembers members,
            ClientEvents clientEvents) {
        this.readers = readers;
        this.pages = pages;
        this.timeline = timeline;
        this.members = members;
        this.clientEvents = clientEvents;
    }

    /** The body of {@code /messages}; without {@code end} there is nothing more. */
    record Messages(String start, Optional<String> end, List<RawJson> chunk, List<RawJson> state) {}

    Mono<Messages> page(Requester requester, RoomId roomId, PageRequest request) {
        return readers.get(roomId, requester.userId())
                .flatMap(
                        reader ->
                                pages.read(
                                                request.wanted(reader),
                                                request.range(reader),
                                                timeline.in(reader, request.direction()))
                                        .flatMap(page -> answer(requester, reader, request, page)));
    }

    private Mono<Messages> answer(
            Requester requester, Reader reader, PageRequest request, Page page) {
        return members.forPage(reader, page, request.filter())
                .map(
                        state ->
                                new Messages(
                                        start(request, page).toString(),
                                        page.next(request.direction()),
                                        clientEvents.renderAll(page.events(), requester),
                                        clientEvents.renderState(state, requester)));
    }

    /** What was given, else the near side of the first event. */
    private static PaginationToken start(PageRequest request, Page page) {
        return request.from()
                .orElseGet(
                        () ->
                                page.events().stream()
                                        .findFirst()
                                        .map(first -> first.event().position())
                                        .map(
                                                position ->
                                                        request.direction() == Direction.BACKWARDS
                                                                ? position
                                                                : position - 1)
                                        .map(PaginationToken::after)
                                        .orElse(PaginationToken.after(0)));
    }
}
