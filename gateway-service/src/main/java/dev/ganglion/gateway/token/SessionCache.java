package dev.ganglion.gateway.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.service.identity.SessionsEnded;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * Sessions by the hash of their access token. Concurrent requests for an unknown token share one
 * look-up; failures are not kept.
 *
 * <p>A look-up that is under way when a session ends must not bring it back. So a look-up is
 * registered before it starts, an end is noted at every registered look-up before the cache is
 * emptied, and a look-up stores its result before it reads the ends noted: whichever order they run
 * in, one of the two removes the entry.
 */
final class SessionCache {
    private static final Duration LIFE_WITHOUT_BUS = Duration.ofSeconds(1);

    private final Cache<String, Session> sessions;
    private final ConcurrentHashMap<String, Lookup> lookups = new ConcurrentHashMap<>();
    private final BooleanSupplier isHearingOfLogouts;
    private final InstantSource clock;

    SessionCache(long maximumSize, BooleanSupplier isHearingOfLogouts, InstantSource clock) {
        this.sessions = Caffeine.newBuilder().maximumSize(maximumSize).build();
        this.isHearingOfLogouts = isHearingOfLogouts;
        this.clock = clock;
    }

    Optional<Session> find(String tokenHash) {
        Session session = sessions.getIfPresent(tokenHash);
        return session != null && isFresh(session) ? Optional.of(session) : Optional.empty();
    }

    /** The shared look-up of this token: started by the first who asks, kept until it ends. */
    Mono<Session> lookUp(String tokenHash, Mono<Session> source) {
        return Mono.defer(
                () ->
                        lookups.computeIfAbsent(tokenHash, hash -> new Lookup(hash, source))
                                .result());
    }

    void end(SessionsEnded ended) {
        lookups.values().forEach(lookup -> lookup.ends.add(ended));
        ended.tokenHashes().forEach(sessions::invalidate);
        if (ended.isAll() || ended.tokenHashes().isEmpty()) {
            sessions.asMap()
                    .values()
                    .removeIf(session -> ended.coversAllOf(session.userId(), session.deviceId()));
        }
    }

    long size() {
        return sessions.estimatedSize();
    }

    private boolean isFresh(Session session) {
        var now = clock.instant();
        return now.isBefore(session.goodUntil())
                && (isHearingOfLogouts.getAsBoolean()
                        || now.isBefore(session.obtainedAt().plus(LIFE_WITHOUT_BUS)));
    }

    private final class Lookup {
        private final String tokenHash;
        private final Queue<SessionsEnded> ends = new ConcurrentLinkedQueue<>();
        private final Mono<Session> result;

        Lookup(String tokenHash, Mono<Session> source) {
            this.tokenHash = tokenHash;
            this.result =
                    source.doOnNext(this::store)
                            .doFinally(_ -> lookups.remove(tokenHash, this))
                            .cache();
        }

        Mono<Session> result() {
            return result;
        }

        private void store(Session session) {
            sessions.put(tokenHash, session);
            if (ends.stream().anyMatch(ended -> session.isOf(ended, tokenHash))) {
                sessions.invalidate(tokenHash);
            }
        }
    }
}
