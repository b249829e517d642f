package dev.ganglion.service.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

/** The tokens of a call before they are verified. */
final class PresentedTokens extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;
    private static final String BEARER = "Bearer ";

    private final transient String serviceToken;
    private final transient @Nullable String userToken;

    private PresentedTokens(String serviceToken, @Nullable String userToken) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.serviceToken = serviceToken;
        this.userToken = userToken;
    }

    /** Empty without a service token: such a call comes from outside. */
    static Mono<PresentedTokens> of(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        String serviceToken = headers.getFirst(InternalHeaders.SERVICE_TOKEN);
        return Mono.justOrEmpty(serviceToken)
                .map(token -> new PresentedTokens(token, bearer(headers)));
    }

    private static @Nullable String bearer(HttpHeaders headers) {
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            return null;
        }
        boolean isBearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return isBearer ? authorization.substring(BEARER.length()).strip() : authorization;
    }

    String serviceToken() {
        return serviceToken;
    }

    @Nullable String userToken() {
        return userToken;
    }

    @Override
    public Object getPrincipal() {
        return "unverified";
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }
}
