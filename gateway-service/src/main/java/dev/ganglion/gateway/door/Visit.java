package dev.ganglion.gateway.door;

import dev.ganglion.gateway.route.Caller;
import dev.ganglion.gateway.route.EndpointIndex;
import dev.ganglion.gateway.token.AccessToken;
import dev.ganglion.gateway.token.Session;
import dev.ganglion.protocol.error.MatrixException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

import java.net.InetAddress;
import java.util.Optional;

/** What the gateway knows of a request; each filter adds its part. */
final class Visit {
    private static final String ATTRIBUTE = Visit.class.getName();
    private static final String BEARER = "Bearer ";

    private final EndpointIndex.Match match;
    private final String path;
    private final Query query;
    private final InetAddress client;
    private @Nullable Session session;
    private boolean isTokenRefused;

    Visit(EndpointIndex.Match match, String path, Query query, InetAddress client) {
        this.match = match;
        this.path = path;
        this.query = query;
        this.client = client;
    }

    static Visit of(ServerWebExchange exchange) {
        return exchange.getRequiredAttribute(ATTRIBUTE);
    }

    static Optional<Visit> find(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(ATTRIBUTE));
    }

    void keepIn(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }

    EndpointIndex.Match match() {
        return match;
    }

    InetAddress client() {
        return client;
    }

    Query query() {
        return query;
    }

    Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    void setSession(Session session) {
        this.session = session;
    }

    /** Whether the client showed a token that does not count here. */
    boolean isTokenRefused() {
        return isTokenRefused;
    }

    void refuseToken() {
        this.isTokenRefused = true;
    }

    /**
     * Path and query for the service. A raw ";" in a path would begin a matrix parameter there,
     * which no Matrix endpoint has; it is part of the segment.
     */
    String target() {
        String plain = path.indexOf(';') < 0 ? path : path.replace(";", "%3B");
        return query.forwarded() == null ? plain : plain + "?" + query.forwarded();
    }

    /**
     * Server-server API, "OpenID". Fails with {@code M_UNKNOWN_TOKEN} when what the query holds
     * cannot be a token.
     */
    Optional<String> openIdToken() {
        if (match.endpoint().reading().caller() != Caller.OPENID) {
            return Optional.empty();
        }
        return Optional.ofNullable(query.accessToken())
                .map(AccessToken::of)
                .map(
                        token -> {
                            if (!token.isPlausible()) {
                                throw MatrixException.unknownToken(false);
                            }
                            return token.secret();
                        });
    }

    /** Client-server API, "Using access tokens". */
    Optional<AccessToken> accessToken(ServerHttpRequest request) {
        String authorization = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(AccessToken.of(authorization.substring(BEARER.length()).strip()));
        }
        return Optional.ofNullable(query.accessToken()).map(AccessToken::of);
    }
}
