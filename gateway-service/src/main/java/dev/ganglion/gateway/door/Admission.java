package dev.ganglion.gateway.door;

import dev.ganglion.gateway.limit.LimitClass;
import dev.ganglion.gateway.limit.RateLimiter;
import dev.ganglion.gateway.limit.Subject;
import dev.ganglion.gateway.route.Caller;
import dev.ganglion.gateway.route.Restrictions;
import dev.ganglion.gateway.route.Terms;
import dev.ganglion.gateway.token.AccessToken;
import dev.ganglion.gateway.token.Session;
import dev.ganglion.gateway.token.TokenExchange;
import dev.ganglion.protocol.error.ErrorCode;
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
                .then(Mono.fromRunnable(() -> restrict(exchange, visit)))
                .then(Mono.defer(() -> charge(visit, terms.limit())))
                .then(Mono.defer(() -> chain.filter(exchange)));
    }

    private Mono<Void> identify(ServerWebExchange exchange, Visit visit, Caller caller) {
        if (caller == Caller.PUBLIC) {
            return Mono.empty();
        }
        if (caller == Caller.OPENID) {
            return visit.openIdToken().isPresent()
                    ? Mono.empty()
                    : Mono.error(MatrixException.missingToken());
        }
        Optional<AccessToken> token = visit.accessToken(exchange.getRequest());
        if (token.isEmpty()) {
            return caller == Caller.OPTIONAL || caller == Caller.NEWCOMER
                    ? Mono.empty()
                    : Mono.error(MatrixException.missingToken());
        }
        Mono<Session> session = tokens.exchange(token.get(), visit.client());
        return caller == Caller.NEWCOMER
                ? introduce(visit, session)
                : session.flatMap(own -> acting(visit, token.get(), own))
                        .flatMap(acting -> accept(visit, acting, caller));
    }

    private Mono<Session> acting(Visit visit, AccessToken token, Session own) {
        return own.applicationService().isPresent()
                ? tokens.actAs(visit.query().assertion(), token, own, visit.client())
                : Mono.just(own);
    }

    /** Application services alone are known here, by themselves: their users are yet to come. */
    private static Mono<Void> introduce(Visit visit, Mono<Session> session) {
        return session.filter(own -> own.applicationService().isPresent())
                .onErrorComplete(Admission::isUnknownToken)
                .doOnNext(visit::setSession)
                .switchIfEmpty(Mono.<Session>empty().doFirst(visit::refuseToken))
                .then();
    }

    private static boolean isUnknownToken(Throwable failure) {
        return failure instanceof MatrixException refusal
                && refusal.errorCode() == ErrorCode.UNKNOWN_TOKEN;
    }

    private static Mono<Void> accept(Visit visit, Session session, Caller caller) {
        if (caller == Caller.SERVER_ADMIN && !session.isServerAdmin()) {
            return Mono.error(MatrixException.forbidden("You are not an administrator"));
        }
        visit.setSession(session);
        return Mono.empty();
    }

    private static void restrict(ServerWebExchange exchange, Visit visit) {
        visit.session()
                .ifPresent(
                        session ->
                                Restrictions.check(
                                        session.standing(),
                                        visit.match().endpoint(),
                                        exchange.getRequest().getMethod()));
    }

    private Mono<Void> charge(Visit visit, LimitClass limit) {
        Subject subject = Subject.of(visit.client());
        Optional<Session> session = visit.session();
        if (session.filter(known -> !known.isRateLimited()).isPresent()) {
            return Mono.empty();
        }
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
