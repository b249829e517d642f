package dev.ganglion.gateway.door;

import dev.ganglion.gateway.limit.LimitClass;
import dev.ganglion.gateway.limit.RateLimiter;
import dev.ganglion.gateway.limit.Subject;
import dev.ganglion.gateway.route.Caller;
import dev.ganglion.gateway.route.Terms;
import dev.ganglion.gateway.token.AccessToken;
import dev.ganglion.gateway.token.Session;
import dev.ganglion.gateway.token.TokenExchange;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Who is calling, may they, and not too often. */
@Component
class Admission implements GlobalFilter, Ordered {
    private final TokenExchange tokens;
    private final RateLimiter limiter;

    Admission(TokenExchange tokens, RateLimiter limiter) {
        this.tokens = tokens;
        this.limiter = limiter;
    }

    @Override
    public int getOrder() {
        return 0;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Visit visit = Visit.of(exchange);
        Terms terms = visit.match().endpoint().terms(exchange.getRequest().getMethod());
        return identify(exchange, visit, terms.caller())
                .then(Mono.defer(() -> charge(visit, terms.limit())))
                .then(Mono.defer(() -> chain.filter(exchange)));
    }

    private Mono<Void> identify(ServerWebExchange exchange, Visit visit, Caller caller) {
        if (caller == Caller.PUBLIC) {
            return Mono.empty();
        }
        Optional<AccessToken> token = visit.accessToken(exchange.getRequest());
        if (token.isEmpty()) {
            return caller == Caller.OPTIONAL
                    ? Mono.empty()
                    : Mono.error(MatrixException.missingToken());
        }
        return tokens.exchange(token.get(), visit.client())
                .flatMap(session -> accept(visit, session, caller));
    }

    private static Mono<Void> accept(Visit visit, Session session, Caller caller) {
        if (caller == Caller.SERVER_ADMIN && !session.isServerAdmin()) {
            return Mono.error(MatrixException.forbidden("You are not an administrator"));
        }
        visit.setSession(session);
        return Mono.empty();
    }

    private Mono<Void> charge(Visit visit, LimitClass limit) {
        Subject subject = Subject.of(visit.client());
        Optional<Session> session = visit.session();
        if (session.isPresent()) {
            subject =
                    subject.withUser(
                            session.get().userId().value(),
                            session.get().deviceId().map(DeviceId::value).orElse(null));
        }
        Optional<String> room = visit.match().room();
        if (room.isPresent()) {
            subject = subject.withRoom(room.get());
        }
        return limiter.admit(limit, subject);
    }
}
