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
 * Sessions by the hash of their access token and, of an application service, by whom it acts as.
 * Concurrent requests for an unknown token share one look-up; failures are not kept.
 *
 * <p>A look-up that is under way when a session ends must not bring it back. So a look-up is
 * registered before it starts, an end is noted at every registered look-up before the cache is
 * emptied, and a look-up stores its result before it reads the ends noted: whichever order they run
 * in, one of the two removes the entry.
 */
final class SessionCache {
    private static final Duration LIFE_WITHOUT_BUS = Duration.ofSeconds(1);

    private final Cache<SessionKey, Session> sessions;
    private final ConcurrentHashMap<SessionKey, Lookup> lookups = new ConcurrentHashMap<>();
    private final BooleanSupplier isHearingOfLogouts;
    private final InstantSource clock;
    private volatile boolean hasApplicationServices;

    SessionCache(long maximumSize, BooleanSupplier isHearingOfLogouts, InstantSource clock) {
        this.sessions = Caffeine.newBuilder().maximumSize(maximumSize).build();
        this.isHearingOfLogouts = isHearingOfLogouts;
        this.clock = clock;
    }

    Optional<Session> find(SessionKey key) {
        Session session = sessions.getIfPresent(key);
        return session != null && isFresh(session) ? Optional.of(session) : Optional.empty();
    }

    /** The shared look-up of this token: started by the first who asks, kept until it ends. */
    Mono<Session> lookUp(SessionKey key, Mono<Session> source) {
        return Mono.defer(
                () -> lookups.computeIfAbsent(key, added -> new Lookup(added, source)).result());
    }

    void end(SessionsEnded ended) {
        lookups.values().forEach(lookup -> lookup.ends.add(ended));
        ended.tokenHashes()
                .forEach(hash -> sessions.invalidate(new SessionKey(hash, Assertion.NONE)));
        if (mayCoverMore(ended)) {
            sessions.asMap().values().removeIf(session -> session.isOf(ended));
        }
    }

    /** To go through all sessions at every logout is only for where one may act on any device. */
    private boolean mayCoverMore(SessionsEnded ended) {
        return ended.isAll()
                || ended.tokenHashes().isEmpty()
                || (ended.isLogout() && hasApplicationServices);
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
        private final SessionKey key;
        private final Queue<SessionsEnded> ends = new ConcurrentLinkedQueue<>();
        private final Mono<Session> result;

        Lookup(SessionKey key, Mono<Session> source) {
            this.key = key;
            this.result =
                    source.doOnNext(this::store)
                            // before anybody is told: who asks again then begins anew
                            .doOnTerminate(() -> lookups.remove(key, this))
                            .cache();
        }

        Mono<Session> result() {
            return result;
        }

        private void store(Session session) {
            if (session.applicationService().isPresent()) {
                hasApplicationServices = true;
            }
            sessions.put(key, session);
            if (ends.stream().anyMatch(ended -> session.isOf(ended, key))) {
                sessions.invalidate(key);
            }
        }
    }
}
