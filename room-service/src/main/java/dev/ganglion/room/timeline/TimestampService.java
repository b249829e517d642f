package dev.ganglion.room.timeline;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.history.Direction;
import dev.ganglion.room.history.Range;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.Readers;
import dev.ganglion.room.timeline.TimestampController.Nearest;
import dev.ganglion.service.identity.Requester;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.function.Predicate;

/** Finds events by the time at which they were sent. */
@Service
class TimestampService {
    private final Readers readers;
    private final TimestampRepository events;

    TimestampService(Readers readers, TimestampRepository events) {
        this.readers = readers;
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
        List<Range> seen =
                reader.seen().stream()
                        .map(stretch -> stretch.startingAfter(reader.purgedUpTo()))
                        .filter(Predicate.not(Range::isEmpty))
                        .toList();
        return events.find(reader.room(), seen, ts, direction)
                .switchIfEmpty(events.findAtEdges(reader.room(), seen, ts, direction));
    }
}
