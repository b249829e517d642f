package dev.ganglion.sync.upgrade;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.lease.Lease;
import dev.ganglion.service.stream.StreamFollower;
import dev.ganglion.sync.ring.EventStream;
import dev.ganglion.sync.upgrade.MoveRepository.Arrival;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Follows the event stream in the background, and has users inherit when both is there: their join
 * and the tombstone, whichever comes last. The maker of the new room is inside before the old one
 * is closed.
 */
@Component
class InheritanceFollower {
    /** Positions read at once. */
    private static final long RANGE = 2_000;

    private static final int HEIRS_AT_ONCE = 200;
    private static final int COPIES_AT_ONCE = 4;

    private final EventStream events;
    private final MoveRepository moves;
    private final InheritanceRepository repository;
    private final Inheritance inheritance;
    private final Counter inherited;
    private final AtomicLong behind = new AtomicLong();
    private final Disposable running;

    InheritanceFollower(
            EventStream events,
            MoveRepository moves,
            InheritanceRepository repository,
            Inheritance inheritance,
            Lease lease,
            MeterRegistry meters) {
        this.events = events;
        this.moves = moves;
        this.repository = repository;
        this.inheritance = inheritance;
        this.inherited = meters.counter("ganglion.sync.inheritances");
        meters.gauge("ganglion.sync.inheritance.behind", behind);
        this.running =
                StreamFollower.whileHeld(
                        lease, "inheritance", beginning(), this::follower, () -> behind.set(0));
    }

    @PreDestroy
    void stop() {
        running.dispose();
    }

    /** Where it was left; the first time ever, with what comes from now on. */
    private Mono<Long> beginning() {
        return events.catchUp().then(Mono.defer(() -> repository.progress(events.position())));
    }

    private StreamFollower follower(long from) {
        return StreamFollower.of("Inheritance", Mono.fromSupplier(events::position))
                .from(from)
                .follow((_, upTo) -> read(upTo));
    }

    /**
     * A long range is interrupted after a while and given again: what was read of it meanwhile is
     * known to the table alone.
     */
    private Mono<Void> read(long upTo) {
        return repository.progress(upTo).flatMap(from -> readOn(from, upTo));
    }

    private Mono<Void> readOn(long from, long upTo) {
        behind.set(Math.max(0, upTo - from));
        if (from >= upTo) {
            return Mono.empty();
        }
        long to = Math.min(upTo, from + RANGE);
        return arrivals(from, to)
                .then(Mono.defer(() -> closed(from, to)))
                .then(Mono.defer(() -> repository.advance(to)))
                .then(Mono.defer(() -> readOn(to, upTo)));
    }

    private Mono<Void> arrivals(long after, long upTo) {
        return moves.listArrivals(after, upTo)
                .collectMultimap(Arrival::move, Arrival::user)
                .flatMapIterable(Map::entrySet)
                .concatMap(arrivals -> arrivals(arrivals.getKey(), arrivals.getValue()))
                .then();
    }

    private Mono<Void> arrivals(Move move, Collection<UserId> users) {
        return moves.isConfirmed(move)
                .filter(isConfirmed -> isConfirmed)
                .flatMapMany(_ -> moves.listHeirs(move, users))
                .collectList()
                .flatMap(heirs -> inherit(heirs, move));
    }

    private Mono<Void> closed(long after, long upTo) {
        return moves.listClosed(after, upTo)
                .distinct()
                .collectList()
                .flatMapIterable(Function.identity())
                .filterWhen(moves::isConfirmed)
                .concatMap(move -> heirsAfter("", move))
                .then();
    }

    private Mono<Void> heirsAfter(String after, Move move) {
        return moves.listHeirs(move, after, HEIRS_AT_ONCE)
                .collectList()
                .filter(heirs -> !heirs.isEmpty())
                .flatMap(
                        heirs ->
                                inherit(heirs, move)
                                        .then(
                                                Mono.defer(
                                                        () ->
                                                                heirsAfter(
                                                                        heirs.getLast().value(),
                                                                        move))));
    }

    private Mono<Void> inherit(Collection<UserId> heirs, Move move) {
        return Flux.fromIterable(heirs)
                .flatMap(
                        heir ->
                                inheritance
                                        .copy(heir, move)
                                        .then(Mono.defer(() -> repository.note(heir, move)))
                                        .doOnSuccess(_ -> inherited.increment()),
                        COPIES_AT_ONCE)
                .then();
    }
}
