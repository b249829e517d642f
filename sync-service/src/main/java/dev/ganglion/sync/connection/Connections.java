package dev.ganglion.sync.connection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.sync.requiredstate.RequiredState;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The connections of all devices. A connection has two positions that a client can ask on from: the
 * last one that it has confirmed, and the one given out last. Both mean the same at every replica;
 * what a replica remembers only saves reading.
 */
@Service
public class Connections {
    /** How many a device may have; a new one more takes the place of the one unused the longest. */
    public static final int OF_DEVICE = 16;

    private static final Duration UNUSED = Duration.ofDays(7);
    private static final Duration TOUCHED_AGAIN = Duration.ofHours(12);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final long MAX_CONNECTIONS = 1_000_000;
    private static final long MAX_BYTES = 96 << 20;

    private final ConnectionRepository repository;
    private final Cache<Position, ConnectionState> recent =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_BYTES)
                    .weigher((Position position, ConnectionState state) -> state.bytes())
                    .expireAfterAccess(KEPT)
                    .build();

    /** Of each connection the last one that this replica has given out. */
    private final Cache<ConnectionKey, Position> latest =
            Caffeine.newBuilder().maximumSize(MAX_CONNECTIONS).expireAfterAccess(KEPT).build();

    private final Cache<Long, Boolean> touched =
            Caffeine.newBuilder()
                    .maximumSize(MAX_CONNECTIONS)
                    .expireAfterWrite(TOUCHED_AGAIN)
                    .build();

    Connections(ConnectionRepository repository) {
        this.repository = repository;
    }

    private record Position(long nid, long number) {}

    /** {@code M_UNKNOWN_POS} where the client has to begin anew. */
    public static MatrixException unknownPosition() {
        return MatrixException.of(400, ErrorCode.UNKNOWN_POS, "Begin anew without pos");
    }

    /** What the client was told by a position; {@code M_UNKNOWN_POS} when that is known no more. */
    public Mono<ConnectionState> get(ConnectionKey key, long nid, long number) {
        return Mono.fromSupplier(() -> recent.getIfPresent(new Position(nid, number)))
                .filter(state -> state.key().equals(key))
                .switchIfEmpty(Mono.defer(() -> load(key, nid, number)))
                .switchIfEmpty(Mono.error(Connections::unknownPosition));
    }

    /**
     * The next position, with what is told by it. Without changes the position stays as it is. One
     * that a client begins takes the place of the former of its name. {@code M_UNKNOWN_POS} when
     * another request of the connection was faster.
     */
    public Mono<ConnectionState> advance(ConnectionState from, Map<Long, SentRoom> changes) {
        if (changes.isEmpty() && !from.isNew()) {
            return touch(from.nid()).thenReturn(from);
        }
        Map<Long, SentRoom> rooms = from.with(changes);
        Configs configs = from.configs().covering(used(from.rooms(), rooms));
        if (!configs.equals(from.configs()) && configs.encode().length > Configs.MAX_BYTES) {
            return Mono.error(Connections::unknownPosition);
        }
        return Uninterrupted.work(
                (from.isNew()
                                ? begin(from.key(), configs, changes)
                                : repository.advance(from, configs, changes))
                        .map(
                                stored ->
                                        new ConnectionState(
                                                from.key(),
                                                stored.nid(),
                                                stored.number(),
                                                from.number(),
                                                rooms,
                                                configs))
                        .doOnNext(next -> remember(from, next))
                        .switchIfEmpty(Mono.error(Connections::unknownPosition)));
    }

    /** Of two at once the later one takes the place of the other. */
    private Mono<ConnectionRepository.Stored> begin(
            ConnectionKey key, Configs configs, Map<Long, SentRoom> rooms) {
        return repository
                .begin(key, configs, rooms)
                .retryWhen(Retry.max(OF_DEVICE).filter(DuplicateKeyException.class::isInstance));
    }

    /** Forgets those that nobody has used for long. */
    Mono<Void> forgetUnused() {
        return repository.deleteUnused(UNUSED).then(repository.deleteOfFormerDevices());
    }

    /** Now and then, for a client to which nothing happens uses its connection all the same. */
    private Mono<Void> touch(long nid) {
        return touched.asMap().putIfAbsent(nid, true) == null
                ? repository.touch(nid)
                : Mono.empty();
    }

    private Mono<ConnectionState> load(ConnectionKey key, long nid, long number) {
        return repository
                .find(key, nid, number)
                .doOnNext(state -> recent.put(new Position(nid, number), state));
    }

    /** The position before the one that was confirmed is nobody's any more. */
    private void remember(ConnectionState from, ConnectionState next) {
        Position position = new Position(next.nid(), next.number());
        recent.invalidate(new Position(from.nid(), from.base()));
        recent.put(position, next);
        Position former = latest.asMap().put(next.key(), position);
        if (former != null && former.nid() != next.nid()) {
            forget(former);
        }
    }

    private void forget(Position last) {
        ConnectionState state = recent.getIfPresent(last);
        if (state != null) {
            recent.invalidate(new Position(last.nid(), state.base()));
            recent.invalidate(last);
        }
    }

    private static Set<RequiredState> used(Map<Long, SentRoom> before, Map<Long, SentRoom> after) {
        Set<RequiredState> used = new HashSet<>();
        before.values().forEach(room -> used.add(room.required()));
        after.values().forEach(room -> used.add(room.required()));
        return used;
    }
}
