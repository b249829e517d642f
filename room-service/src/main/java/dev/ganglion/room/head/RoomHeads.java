package dev.ganglion.room.head;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.service.bus.Bus;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The heads of the rooms that this replica works on. A head may be behind when another replica
 * wrote to the room: the version that every write compares finds that out, and a hint from the
 * other replica drops the head before that. Whoever only reads has no version compared, so while no
 * hints arrive the database is asked.
 */
@Component
public class RoomHeads {
    private final HeadRepository repository;
    private final Cache<RoomId, RoomHead> heads;
    private final BooleanSupplier isHearingOfWrites;
    private final AtomicLong drops = new AtomicLong();

    @Autowired
    RoomHeads(HeadRepository repository, HeadProperties settings, Bus bus, MeterRegistry meters) {
        this(repository, settings, bus::isConnected, meters);
    }

    RoomHeads(
            HeadRepository repository,
            HeadProperties settings,
            BooleanSupplier isHearingOfWrites,
            MeterRegistry meters) {
        this.repository = repository;
        this.isHearingOfWrites = isHearingOfWrites;
        this.heads =
                Caffeine.newBuilder()
                        .maximumWeight(settings.cache().toBytes())
                        .weigher((RoomId id, RoomHead head) -> head.weight())
                        .build();
        meters.gauge("ganglion.room.heads.cached", heads, Cache::estimatedSize);
    }

    /** The head with those keys of its state; empty when there is no such room. */
    public Mono<RoomHead> find(RoomId roomId, Collection<StateKeyTuple> keys) {
        return isHearingOfWrites.getAsBoolean()
                ? cached(roomId, keys)
                : repository.findHead(roomId).flatMap(head -> withState(head, keys));
    }

    /**
     * Like {@link #find}, for rooms that have to exist: to a client an unknown room is one that it
     * is not in.
     */
    public Mono<RoomHead> get(RoomId roomId, Collection<StateKeyTuple> keys) {
        return find(roomId, keys).switchIfEmpty(Mono.error(RoomHeads::notInRoom));
    }

    /** Like {@link #get}, for a write: it may be behind, which the write will find out. */
    public Mono<RoomHead> getForWrite(RoomId roomId, Collection<StateKeyTuple> keys) {
        return cached(roomId, keys).switchIfEmpty(Mono.error(RoomHeads::notInRoom));
    }

    /** The head as the database has it now, which replaces the one in memory. */
    public Mono<RoomHead> reload(RoomId roomId) {
        return repository.findHead(roomId).doOnNext(found -> heads.put(roomId, found));
    }

    /** The same head with those keys of its state. */
    public Mono<RoomHead> withState(RoomHead head, Collection<StateKeyTuple> keys) {
        List<StateKeyTuple> unknown = head.unknown(keys);
        if (unknown.isEmpty()) {
            return Mono.just(head);
        }
        return repository
                .listState(head.identity(), unknown)
                .collectList()
                .map(found -> added(head, unknown, found))
                .doOnNext(this::weighAgain);
    }

    /** Lets a head follow a batch that was committed. */
    public void advance(RoomHead head, RoomExtent next, Map<StateKeyTuple, StateEvent> changed) {
        head.advance(next, changed);
        if (!changed.isEmpty()) {
            weighAgain(head);
        }
    }

    /** Forgets a head that is, or may be, behind; what is being loaded meanwhile is not kept. */
    public void drop(RoomId roomId) {
        drops.incrementAndGet();
        heads.invalidate(roomId);
    }

    /** Forgets all heads, when hints may have been missed. */
    public void dropAll() {
        drops.incrementAndGet();
        heads.invalidateAll();
    }

    private Mono<RoomHead> cached(RoomId roomId, Collection<StateKeyTuple> keys) {
        RoomHead cached = heads.getIfPresent(roomId);
        Mono<RoomHead> head = cached == null ? load(roomId) : Mono.just(cached);
        return head.flatMap(found -> withState(found, keys));
    }

    private Mono<RoomHead> load(RoomId roomId) {
        long before = drops.get();
        return repository
                .findHead(roomId)
                .map(found -> drops.get() == before ? heads.get(roomId, id -> found) : found);
    }

    /** The cache weighs a value only when it is put, and a head grows. */
    private void weighAgain(RoomHead head) {
        heads.asMap().computeIfPresent(head.identity().roomId(), (id, cached) -> cached);
    }

    /** {@code M_FORBIDDEN}, also for rooms that do not exist: outsiders do not learn which do. */
    public static MatrixException notInRoom() {
        return MatrixException.forbidden("You are not in this room");
    }

    private static RoomHead added(
            RoomHead head, List<StateKeyTuple> asked, List<HeadRepository.KeyedState> found) {
        Set<StateKeyTuple> absent = new HashSet<>(asked);
        found.forEach(
                state -> {
                    absent.remove(state.key());
                    head.loaded(state.key(), Optional.of(state.value()));
                });
        absent.forEach(key -> head.loaded(key, Optional.empty()));
        return head;
    }
}
