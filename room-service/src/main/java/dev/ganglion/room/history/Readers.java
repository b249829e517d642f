package dev.ganglion.room.history;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.visibility.ReadingPoint;
import dev.ganglion.room.visibility.ReadingPoints;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds out as whom somebody reads a room. */
@Component
public class Readers {
    private final ReadingPoints readingPoints;
    private final HistoryRepository history;
    private final ErasedReaders erased;

    Readers(ReadingPoints readingPoints, HistoryRepository history, ErasedReaders erased) {
        this.readingPoints = readingPoints;
        this.history = history;
        this.erased = erased;
    }

    /**
     * {@code M_FORBIDDEN} for whoever sees nothing of the room, and for rooms that do not exist.
     * One round trip while the room's head is in memory.
     */
    public Mono<Reader> get(RoomId roomId, UserId user) {
        return readingPoints.of(roomId, user).flatMap(point -> reader(point, user));
    }

    /**
     * Like {@link #get}, for a single event, which does not exist for whoever may not see it:
     * {@link #noSuchEvent}.
     */
    public Mono<Reader> getForEvent(RoomId roomId, UserId user) {
        return get(roomId, user).onErrorMap(Readers::isForbidden, refusal -> noSuchEvent());
    }

    /** {@code M_NOT_FOUND}, in the same words for an event that is hidden. */
    public static MatrixException noSuchEvent() {
        return MatrixException.notFound("There is no such event, or you may not see it");
    }

    private static boolean isForbidden(Throwable failure) {
        return failure instanceof MatrixException refusal
                && refusal.errorCode() == ErrorCode.FORBIDDEN;
    }

    /**
     * A cached head may not know yet that another replica has put the reader out, or closed the
     * room: the database has the last word.
     */
    private Mono<Reader> reader(ReadingPoint point, UserId user) {
        return history.findRecent(point.room(), user)
                .flatMap(
                        recent ->
                                Mono.justOrEmpty(readsUpTo(point, recent))
                                        .flatMap(upTo -> reader(point.room(), user, upTo, recent)))
                .switchIfEmpty(Mono.error(RoomHeads::notInRoom));
    }

    private Mono<Reader> reader(
            RoomIdentity room, UserId user, long readsUpTo, RecentHistory recent) {
        return erased.of(user, Map.of(room, recent))
                .map(found -> Objects.requireNonNull(found.get(room)))
                .map(hidden -> Reader.of(room, user, readsUpTo, recent, hidden));
    }

    private static Optional<Long> readsUpTo(ReadingPoint point, RecentHistory recent) {
        return switch (point) {
            case ReadingPoint.Now _ -> recent.readsUpTo();
            case ReadingPoint.AtLeaving left ->
                    Optional.of(Math.min(left.position(), recent.latestPosition()));
        };
    }
}
