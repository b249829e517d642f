package dev.ganglion.service.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import java.util.Collection;
import java.util.List;

/**
 * A set of endpoints, told apart by parsed path segments. Asked for every request, so it answers at
 * once rather than by a publisher.
 */
final class EndpointPatterns {
    private final List<Endpoint> endpoints;

    private EndpointPatterns(List<Endpoint> endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * @param patterns each a path pattern, for one method only when that comes first: {@code GET
     *     /versions}
     */
    static EndpointPatterns of(Collection<String> patterns) {
        return new EndpointPatterns(patterns.stream().map(EndpointPatterns::endpoint).toList());
    }

    boolean anyMatches(ServerHttpRequest request) {
        for (Endpoint endpoint : endpoints) {
            if (endpoint.matches(request)) {
                return true;
            }
        }
        return false;
    }

    private static Endpoint endpoint(String pattern) {
        int space = pattern.indexOf(' ');
        PathPattern path = PathPatternParser.defaultInstance.parse(pattern.substring(space + 1));
        return new Endpoint(
                space < 0 ? null : HttpMethod.valueOf(pattern.substring(0, space)), path);
    }

    private record Endpoint(@Nullable HttpMethod method, PathPattern path) {
        boolean matches(ServerHttpRequest request) {
            return (method == null || method.equals(request.getMethod()))
                    && path.matches(request.getPath().pathWithinApplication());
        }
    }
}
