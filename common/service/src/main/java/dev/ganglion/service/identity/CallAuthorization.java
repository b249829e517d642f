package dev.ganglion.service.identity;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;

import reactor.core.publisher.Mono;

import java.util.List;

/**
 * Which call may reach which endpoint: {@code /internal} and the actuator are for services, all
 * else for clients behind the gateway, with a user unless the endpoint is a public one.
 */
final class CallAuthorization implements ReactiveAuthorizationManager<AuthorizationContext> {
    private static final String GATEWAY = "gateway";

    private final EndpointPatterns forAnyone;
    private final EndpointPatterns forServices =
            EndpointPatterns.of(List.of("/internal/**", "/actuator/**"));
    private final EndpointPatterns withoutUser;

    /**
     * @param forAnyone patterns of endpoints that need no token at all
     * @param withoutUser what clients may ask for before they have logged in
     */
    CallAuthorization(List<String> forAnyone, List<PublicEndpoints> withoutUser) {
        this.forAnyone = EndpointPatterns.of(forAnyone);
        this.withoutUser =
                EndpointPatterns.of(
                        withoutUser.stream().flatMap(some -> some.patterns().stream()).toList());
    }

    @Override
    public Mono<AuthorizationResult> authorize(
            Mono<Authentication> authentication, AuthorizationContext context) {
        ServerHttpRequest request = context.getExchange().getRequest();
        if (forAnyone.anyMatches(request)) {
            return Mono.just(new AuthorizationDecision(true));
        }
        return authentication
                .ofType(InternalCall.class)
                .switchIfEmpty(Mono.error(MatrixException::missingToken))
                .map(call -> new AuthorizationDecision(mayReach(call, request)));
    }

    private boolean mayReach(InternalCall call, ServerHttpRequest request) {
        if (forServices.anyMatches(request)) {
            return true;
        }
        if (!call.caller().service().equals(GATEWAY)) {
            return false;
        }
        if (call.requester().isEmpty() && !withoutUser.anyMatches(request)) {
            throw MatrixException.missingToken();
        }
        return true;
    }
}
