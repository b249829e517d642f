package dev.ganglion.gateway.token;

import dev.ganglion.gateway.limit.LimitClass;
import dev.ganglion.gateway.limit.RateLimiter;
import dev.ganglion.gateway.limit.Subject;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.identity.SessionsEnded;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;

/** Turns access tokens into sessions: from the cache where it can. */
@Component
public class TokenExchange {
    private static final long MAX_SESSIONS = 100_000;

    private final SessionCache cache;
    private final TokenResolver resolver;
    private final RateLimiter limiter;

    TokenExchange(
            TokenResolver resolver,
            RateLimiter limiter,
            Bus bus,
            InstantSource clock,
            MeterRegistry registry) {
        this.cache = new SessionCache(MAX_SESSIONS, bus::isConnected, clock);
        this.resolver = resolver;
        this.limiter = limiter;
        Gauge.builder("ganglion.gateway.sessions.cached", cache, SessionCache::size)
                .register(registry);
    }

    /**
     * Fails with {@code M_UNKNOWN_TOKEN} when the token is not good.
     *
     * @param client who pays for the look-up of a token that is not in the cache, and where its
     *     device is seen then
     */
    public Mono<Session> exchange(AccessToken token, InetAddress client) {
        if (!token.isPlausible()) {
            return Mono.error(MatrixException.unknownToken(false));
        }
        SessionKey key = SessionKey.of(token);
        Optional<Session> known = cache.find(key);
        return known.map(Mono::just)
                .orElseGet(
                        () ->
                                limiter.admit(LimitClass.UNSEEN_TOKEN, Subject.of(client))
                                        .then(lookUp(token, key, client)));
    }

    /**
     * The session in which an application service acts as one of its users, or on one of their
     * devices. Fails with what auth-service says of an assertion that is not good.
     *
     * @param own its session when it asserts nothing
     * @param client where the device is seen
     */
    public Mono<Session> actAs(
            Assertion assertion, AccessToken token, Session own, InetAddress client) {
        if (assertion.equals(Assertion.NONE)) {
            return Mono.just(own);
        }
        SessionKey key = new SessionKey(token.hash(), assertion);
        return cache.find(key).map(Mono::just).orElseGet(() -> lookUp(token, key, client));
    }

    private Mono<Session> lookUp(AccessToken token, SessionKey key, InetAddress client) {
        return cache.lookUp(key, resolver.resolve(token, key.assertion(), client));
    }

    void end(SessionsEnded ended) {
        cache.end(ended);
    }
}
