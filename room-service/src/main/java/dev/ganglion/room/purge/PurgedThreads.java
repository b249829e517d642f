package dev.ganglion.room.purge;

import dev.ganglion.room.persist.RelationRemoval;
import dev.ganglion.service.stream.LaneLock;
import dev.ganglion.service.stream.StreamClass;
import dev.ganglion.service.stream.StreamPosition;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;

/**
 * Keeps what is counted of threads true: their roots may stay when their other events go. Whatever
 * else relates to an event that goes is a row of its own.
 */
@Repository
class PurgedThreads {
    private final DatabaseClient database;
    private final CandidateRepository candidates;

    PurgedThreads(DatabaseClient database, CandidateRepository candidates) {
        this.database = database;
        this.candidates = candidates;
    }

    /**
     * Whether a thread outlives some of the next events of a stretch. Then nobody else changes
     * threads, nor sends, until the transaction ends. Asked before anything else in it: whoever
     * sends takes that lock first, too.
     */
    Mono<Boolean> lockIfOutliving(Stretch stretch, int limit, Keeping keeping) {
        return candidates
                .rootsOfNext(stretch, limit)
                .map(roots -> roots.stream().anyMatch(root -> outlives(root, stretch, keeping)))
                .delayUntil(
                        isOutliving ->
                                isOutliving
                                        ? LaneLock.acquire(
                                                database,
                                                StreamClass.EVENTS,
                                                StreamPosition.FIRST_LANE)
                                        : Mono.empty());
    }

    /** Takes the events out of their threads. Under the lock. */
    Mono<Void> shorten(List<PurgeCandidate> going) {
        List<String> ids = going.stream().map(PurgeCandidate::eventId).toList();
        return ids.isEmpty()
                ? Mono.empty()
                : database.inConnection(connection -> RelationRemoval.remove(connection, ids));
    }

    /** A root in front of the stretch would have been purged before if it were not to stay. */
    private static boolean outlives(PurgeCandidate root, Stretch stretch, Keeping keeping) {
        return root.position() <= stretch.after()
                || PurgeDecision.of(List.of(root), keeping).going().isEmpty();
    }
}
