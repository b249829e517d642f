package dev.ganglion.room.timeline;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.visibility.ReadingPoint;
import dev.ganglion.room.visibility.ReadingPoints;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** Finds out as whom somebody reads a room. */
@Component
class Readers {
    private final ReadingPoints readingPoints;
    private final JoinedRepository joined;
    private final HistoryRepository history;

    Readers(ReadingPoints readingPoints, JoinedRepository joined, HistoryRepository history) {
        this.readingPoints = readingPoints;
        this.joined = joined;
        this.history = history;
    }

    /**
     * {@code M_FORBIDDEN} for whoever sees nothing of the room, and for rooms that do not exist.
     */
    Mono<Reader> get(RoomId roomId, UserId user) {
        return readingPoints.of(roomId, user).flatMap(point -> reader(point, user));
    }

    /**
     * A cached head may not know yet that another replica has put the reader out: what comes after
     * is hidden by what the database says.
     */
    private Mono<Reader> reader(ReadingPoint point, UserId user) {
        return joined.isJoined(point.room(), user)
                .flatMap(
                        isJoined ->
                                isJoined
                                        ? Mono.just(Long.MAX_VALUE)
                                        : history.findEndOfLastStay(point.room(), user))
                .map(
                        wasJoinedUntil ->
                                new Reader(point.room(), user, point.position(), wasJoinedUntil));
    }
}
