package dev.ganglion.room.relation;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.history.ClientEvents;
import dev.ganglion.room.history.HistoryRepository;
import dev.ganglion.room.history.Page;
import dev.ganglion.room.history.PageReader;
import dev.ganglion.room.history.PageReader.Wanted;
import dev.ganglion.room.history.Range;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.Readers;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.stream.PaginationToken;
import dev.ganglion.service.web.RawJson;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Pages through what relates to an event. */
@Service
class RelationService {
    private final Readers readers;
    private final RelationRepository repository;
    private final HistoryRepository history;
    private final PageReader pages;
    private final ClientEvents clientEvents;

    RelationService(
            Readers readers,
            RelationRepository repository,
            HistoryRepository history,
            PageReader pages,
            ClientEvents clientEvents) {
        this.readers = readers;
        this.repository = repository;
        this.history = history;
        this.pages = pages;
        this.clientEvents = clientEvents;
    }

    /** The body of {@code /relations}; without {@code next_batch} there is nothing more. */
    record Relations(
            List<RawJson> chunk,
            Optional<String> nextBatch,
            Optional<String> prevBatch,
            Optional<Integer> recursionDepth) {}

    /** {@code M_NOT_FOUND} when there is no such event, or the requester may not see it. */
    Mono<Relations> list(
            Requester requester, RoomId roomId, EventId target, RelationRequest request) {
        return readers.getForEvent(roomId, requester.userId())
                .flatMap(
                        reader ->
                                findTarget(reader, target)
                                        .flatMap(position -> page(reader, position, request)))
                .map(page -> answer(requester, request, page));
    }

    private Mono<Long> findTarget(Reader reader, EventId target) {
        return repository
                .findPosition(reader.room(), target)
                .filterWhen(position -> history.findVisibleAt(reader, position).hasElement())
                .switchIfEmpty(Mono.error(Readers::noSuchEvent));
    }

    private Mono<Page> page(Reader reader, long target, RelationRequest request) {
        return pages.read(
                new Wanted(reader, request.direction(), request.limit(), event -> true),
                Range.between(reader, request.direction(), request.from(), request.to()),
                repository.relatedTo(reader, target, request.filter(), request.direction()));
    }

    private Relations answer(Requester requester, RelationRequest request, Page page) {
        return new Relations(
                clientEvents.renderAll(page.events(), requester),
                page.next(request.direction()),
                request.from().map(PaginationToken::toString),
                request.filter().depth());
    }
}
