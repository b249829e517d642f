package dev.ganglion.room.thread;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.history.ClientEvents;
import dev.ganglion.room.history.Direction;
import dev.ganglion.room.history.EventSource;
import dev.ganglion.room.history.EventSource.Batch;
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

/**
 * Pages through the threads of a room, those with the newest events first. A thread stands where
 * the newest of its events is that the reader sees. For whoever sees the newest events of the room,
 * that is where the thread itself says; before that, and for former members, it is found out event
 * by event.
 */
@Service
class ThreadService {
    private final Readers readers;
    private final ThreadRepository repository;
    private final PageReader pages;
    private final ClientEvents clientEvents;

    ThreadService(
            Readers readers,
            ThreadRepository repository,
            PageReader pages,
            ClientEvents clientEvents) {
        this.readers = readers;
        this.repository = repository;
        this.pages = pages;
        this.clientEvents = clientEvents;
    }

    /** The body of {@code /threads}; without {@code next_batch} there is nothing more. */
    record Threads(List<RawJson> chunk, Optional<String> nextBatch) {}

    /** {@code M_FORBIDDEN} for whoever sees nothing of the room. */
    Mono<Threads> list(Requester requester, RoomId roomId, ThreadRequest request) {
        return readers.get(roomId, requester.userId())
                .flatMap(reader -> page(reader, request))
                .map(page -> answer(requester, page));
    }

    private Mono<Page> page(Reader reader, ThreadRequest request) {
        // What was added to a thread just now moves it up, and does not hide it.
        Range everything =
                reader.seesWhatComes()
                        ? Range.EVERYTHING
                        : Range.EVERYTHING.endingAt(reader.readsUpTo());
        Range wanted =
                request.from()
                        .map(PaginationToken::position)
                        .map(everything::endingAt)
                        .orElse(everything);
        return pages.read(
                new Wanted(reader, Direction.BACKWARDS, request.limit(), event -> true),
                wanted,
                source(reader, request));
    }

    private EventSource source(Reader reader, ThreadRequest request) {
        long open = openSince(reader);
        return (range, size) ->
                range.upTo() > open
                        ? repository
                                .listByLatest(
                                        reader, request.include(), range.startingAfter(open), size)
                                .map(batch -> goingOn(batch, range, open))
                        : repository.listByEvents(reader, request.include(), range, size);
    }

    /** From here on the reader sees everything, up to now. */
    private static long openSince(Reader reader) {
        List<Range> seen = reader.seen();
        return reader.seesWhatComes() && !seen.isEmpty() ? seen.getLast().after() : Long.MAX_VALUE;
    }

    private static Batch goingOn(Batch batch, Range range, long open) {
        long upTo = batch.rest().isEmpty() ? open : batch.rest().upTo();
        return new Batch(batch.candidates(), range.endingAt(upTo), batch.scanned());
    }

    private Threads answer(Requester requester, Page page) {
        return new Threads(
                clientEvents.renderAll(page.events(), requester), page.next(Direction.BACKWARDS));
    }
}
