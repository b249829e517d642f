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
        Optional<Session> known = cache.find(token.hash());
        return known.map(Mono::just)
                .orElseGet(
                        () ->
                                limiter.admit(LimitClass.UNSEEN_TOKEN, Subject.of(client))
                                        .then(
                                                cache.lookUp(
                                                        token.hash(),
                                                        resolver.resolve(token, client))));
    }

    void end(SessionsEnded ended) {
        cache.end(ended);
    }
}
