package dev.ganglion.room.removal;

import dev.ganglion.room.purge.EventPurge;
import dev.ganglion.room.purge.Keeping;
import dev.ganglion.room.purge.RoomRows;
import dev.ganglion.room.purge.Stretch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;

/**
 * Removes closed rooms with every row of theirs. The last event of the whole stream stays until it
 * is the last no more: readers know by it how far the stream has come. Its room goes in a later
 * round.
 */
@Service
class RoomRemoval {
    private static final Logger log = LoggerFactory.getLogger(RoomRemoval.class);
    private static final Duration WAIT_AFTER_FAILURE = Duration.ofMinutes(10);
    private static final int ROOMS_AT_ONCE = 100;

    private final RemovalRepository repository;
    private final EventPurge events;
    private final RoomRows rows;

    RoomRemoval(RemovalRepository repository, EventPurge events, RoomRows rows) {
        this.repository = repository;
        this.events = events;
        this.rows = rows;
    }

    /** Completes when the rooms that were due are gone; one that fails is put off. */
    Mono<Void> round() {
        return repository
                .listDue(ROOMS_AT_ONCE)
                .collectList()
                .flatMapIterable(due -> due)
                .concatMap(this::removeOrPutOff)
                .then();
    }

    private Mono<Void> removeOrPutOff(long roomNid) {
        return remove(roomNid).onErrorResume(failure -> putOff(roomNid, failure));
    }

    /** Rounds are short, and each has a limit: rooms that fail must not fill it. */
    private Mono<Void> putOff(long roomNid, Throwable failure) {
        log.warn("The closed room {} could not be removed yet", roomNid, failure);
        return repository.putOff(roomNid, WAIT_AFTER_FAILURE);
    }

    private Mono<Void> remove(long roomNid) {
        return events.purge(
                        new Stretch(roomNid, 0, Long.MAX_VALUE),
                        Keeping.nothing(),
                        _ -> Mono.empty())
                .then(rows.deleteIfWithoutEvents(roomNid));
    }
}
