package dev.ganglion.room.purge;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.media.PurgedMedia;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.function.Function;

/**
 * Deletes events for good, the oldest first, in transactions of a few hundred. Whoever is cancelled
 * or killed in the middle has deleted whole transactions; doing it again goes on where they ended.
 * Two at once in one room wait for each other and do no harm.
 */
@Service
public class EventPurge {
    private final CandidateRepository candidates;
    private final PurgedRows rows;
    private final PurgedThreads threads;
    private final PurgedMedia media;
    private final TransactionalOperator transaction;
    private final PurgeProperties settings;
    private final Counter purged;

    EventPurge(
            CandidateRepository candidates,
            PurgedRows rows,
            PurgedThreads threads,
            PurgedMedia media,
            TransactionalOperator transaction,
            PurgeProperties settings,
            MeterRegistry meters) {
        this.candidates = candidates;
        this.rows = rows;
        this.threads = threads;
        this.media = media;
        this.transaction = transaction;
        this.settings = settings;
        this.purged = meters.counter("ganglion.purged.events");
    }

    /**
     * Purges a stretch of a room.
     *
     * @param noting what to write in each transaction besides, such as how far it has got
     * @return one element a transaction, once it is committed
     */
    public Flux<PurgedChunk> purge(
            Stretch stretch, Keeping keeping, Function<PurgedChunk, Mono<Void>> noting) {
        return chunk(stretch, keeping, noting)
                .expand(
                        done ->
                                done.isLast()
                                        ? Mono.empty()
                                        : Mono.delay(settings.pause())
                                                .then(
                                                        chunk(
                                                                stretch.startingAfter(done.upTo()),
                                                                keeping,
                                                                noting)));
    }

    /**
     * Takes away the content of an event that has to stay because the room's graph ends in it: what
     * is left is what a redaction would leave, under the same ID and signature.
     */
    public Mono<Void> strip(RoomIdentity room, long position) {
        Stretch stretch = new Stretch(room.nid().value(), position - 1, position);
        return threads.lockIfOutliving(stretch, 1, Keeping.nothing())
                .flatMap(
                        isLocked ->
                                candidates
                                        .next(stretch, 1)
                                        .filter(found -> !found.isEmpty())
                                        .flatMap(found -> strip(room, found.getFirst(), isLocked)))
                .as(transaction::transactional);
    }

    private Mono<Void> strip(RoomIdentity room, PurgeCandidate event, boolean isThreadOutliving) {
        return media.note(mentioningMedia(List.of(event)))
                .then(shorten(List.of(event), isThreadOutliving))
                .then(rows.deleteDependents(List.of(event)))
                .then(rows.strip(room.version(), event));
    }

    private Mono<PurgedChunk> chunk(
            Stretch stretch, Keeping keeping, Function<PurgedChunk, Mono<Void>> noting) {
        return threads.lockIfOutliving(stretch, settings.chunk(), keeping)
                .flatMap(isLocked -> write(stretch, keeping, noting, isLocked))
                .as(transaction::transactional)
                .doOnNext(chunk -> purged.increment(chunk.purged()));
    }

    private Mono<PurgedChunk> write(
            Stretch stretch,
            Keeping keeping,
            Function<PurgedChunk, Mono<Void>> noting,
            boolean areThreadsOutliving) {
        return candidates
                .next(stretch, settings.chunk())
                .flatMap(
                        found -> {
                            PurgeDecision decision = PurgeDecision.of(found, keeping);
                            PurgedChunk chunk = done(stretch, found, decision);
                            return shorten(decision.going(), areThreadsOutliving)
                                    .then(delete(stretch, decision))
                                    .then(noting.apply(chunk))
                                    .thenReturn(chunk);
                        });
    }

    private Mono<Void> shorten(List<PurgeCandidate> going, boolean areThreadsOutliving) {
        return areThreadsOutliving ? threads.shorten(going) : Mono.empty();
    }

    private Mono<Void> delete(Stretch stretch, PurgeDecision decision) {
        return media.note(mentioningMedia(decision.going()))
                .then(rows.delete(stretch.roomNid(), decision.going()))
                .then(rows.keepNotifyCount(stretch.roomNid(), decision.highestNotifyNumber()));
    }

    private PurgedChunk done(Stretch stretch, List<PurgeCandidate> found, PurgeDecision decision) {
        boolean isLast = found.size() < settings.chunk();
        long upTo = isLast ? stretch.upTo() : found.getLast().position();
        return new PurgedChunk(upTo, decision.going().size(), isLast);
    }

    private static List<JsonObject> mentioningMedia(List<PurgeCandidate> events) {
        return events.stream().flatMap(event -> event.json().stream()).toList();
    }
}
