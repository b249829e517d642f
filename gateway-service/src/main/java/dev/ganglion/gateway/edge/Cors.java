package dev.ganglion.gateway.edge;

import org.springframework.http.HttpHeaders;

/** The CORS headers that the specification recommends, for the paths that web clients use. */
public final class Cors {
    private Cors() {}

    /** Administration is not for web pages of other origins. */
    public static boolean appliesTo(String path) {
        return path.startsWith("/_matrix/")
                || path.startsWith("/.well-known/matrix/")
                || path.startsWith("/_ganglion/livekit/");
    }

    public static void addTo(HttpHeaders headers) {
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE, OPTIONS");
        headers.set(
                HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                "X-Requested-With, Content-Type, Authorization");
    }
}
