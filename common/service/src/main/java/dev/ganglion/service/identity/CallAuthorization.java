package dev.ganglion.service.identity;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.List;

/**
 * Which call may reach which endpoint: {@code /internal} and the actuator are for services, all
 * else for clients behind the gateway, with a user unless the endpoint is a public one.
 */
final class CallAuthorization implements ReactiveAuthorizationManager<AuthorizationContext> {
    private static final String GATEWAY = "gateway";

    private final ServerWebExchangeMatcher services =
            new OrServerWebExchangeMatcher(matcher("/internal/**"), matcher("/actuator/**"));
    private final ServerWebExchangeMatcher open;

    CallAuthorization(List<PublicEndpoints> endpoints) {
        List<ServerWebExchangeMatcher> matchers =
                endpoints.stream()
                        .flatMap(some -> some.patterns().stream())
                        .map(CallAuthorization::matcher)
                        .toList();
        this.open =
                matchers.isEmpty()
                        ? _ -> ServerWebExchangeMatcher.MatchResult.notMatch()
                        : new OrServerWebExchangeMatcher(matchers);
    }

    private static ServerWebExchangeMatcher matcher(String pattern) {
        int space = pattern.indexOf(' ');
        return space < 0
                ? new PathPatternParserServerWebExchangeMatcher(pattern)
                : new PathPatternParserServerWebExchangeMatcher(
                        pattern.substring(space + 1),
                        HttpMethod.valueOf(pattern.substring(0, space)));
    }

    @Override
    public Mono<AuthorizationResult> authorize(
            Mono<Authentication> authentication, AuthorizationContext context) {
        return authentication
                .ofType(InternalCall.class)
                .switchIfEmpty(Mono.error(MatrixException::missingToken))
                .flatMap(call -> authorize(call, context.getExchange()))
                .map(AuthorizationDecision::new);
    }

    private Mono<Boolean> authorize(InternalCall call, ServerWebExchange exchange) {
        return matches(services, exchange)
                .flatMap(
                        isForServices ->
                                isForServices ? Mono.just(true) : ofClient(call, exchange));
    }

    private Mono<Boolean> ofClient(InternalCall call, ServerWebExchange exchange) {
        if (!call.caller().service().equals(GATEWAY)) {
            return Mono.just(false);
        }
        if (call.requester().isPresent()) {
            return Mono.just(true);
        }
        return matches(open, exchange)
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(MatrixException::missingToken));
    }

    private static Mono<Boolean> matches(
            ServerWebExchangeMatcher matcher, ServerWebExchange exchange) {
        return matcher.matches(exchange).map(ServerWebExchangeMatcher.MatchResult::isMatch);
    }
}
