package dev.ganglion.room.timeline;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.history.Direction;
import dev.ganglion.room.history.HistoryRepository;
import dev.ganglion.room.history.Range;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.Readers;
import dev.ganglion.room.timeline.TimestampController.Nearest;
import dev.ganglion.service.identity.Requester;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Finds events by the time at which they were sent. */
@Service
class TimestampService {
    private final Readers readers;
    private final HistoryRepository history;
    private final TimestampRepository events;

    TimestampService(Readers readers, HistoryRepository history, TimestampRepository events) {
        this.readers = readers;
        this.history = history;
        this.events = events;
    }

    /**
     * The first event that the reader may see at that time or beyond it; {@code M_NOT_FOUND} when
     * there is none, {@code M_FORBIDDEN} for whoever sees nothing of the room.
     */
    Mono<Nearest> nearest(Requester requester, RoomId roomId, long ts, Direction direction) {
        return readers.get(roomId, requester.userId())
                .flatMap(reader -> nearest(reader, ts, direction))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.notFound(
                                                "There is no event in that direction")));
    }

    private Mono<Nearest> nearest(Reader reader, long ts, Direction direction) {
        return history.find(reader, 0, reader.readsUpTo())
                .flatMap(
                        visible ->
                                events.find(
                                        reader.room(),
                                        visible.stretches(Range.readableBy(reader)),
                                        ts,
                                        direction));
    }
}
