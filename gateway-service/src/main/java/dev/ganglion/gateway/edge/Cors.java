package dev.ganglion.gateway.edge;

import org.springframework.http.HttpHeaders;

import java.util.Map;
import java.util.Set;

/** The CORS headers that the specification recommends, for the paths that web clients use. */
public final class Cors {
    private static final Set<String> OAUTH =
            Set.of(
                    "/_ganglion/oauth2/register",
                    "/_ganglion/oauth2/token",
                    "/_ganglion/oauth2/revoke",
                    "/_ganglion/oauth2/device_authorization");

    private static final Map<String, String> HEADERS =
            Map.of(
                    HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN,
                    "*",
                    HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS,
                    "GET, POST, PUT, DELETE, OPTIONS",
                    HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                    "X-Requested-With, Content-Type, Authorization");

    private Cors() {}

    /**
     * Administration is not for web pages of other origins, nor are our own pages: of those that
     * begin alike, only what clients speak OAuth to.
     */
    public static boolean appliesTo(String path) {
        return path.startsWith("/_matrix/")
                || path.startsWith("/.well-known/matrix/")
                || path.startsWith("/_ganglion/livekit/")
                || OAUTH.contains(path);
    }

    public static void addTo(HttpHeaders headers) {
        HEADERS.forEach(headers::set);
    }

    /** For answers that are given before anything is known of the request. */
    static void addTo(io.netty.handler.codec.http.HttpHeaders headers) {
        HEADERS.forEach(headers::set);
    }
}
