package dev.ganglion.auth.page;

import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Optional;

/**
 * Cookies that no script can read and no other host can set. They have no age: they go when the
 * browser is closed.
 */
@Component
public class HostCookies {
    private final PublicUrl publicUrl;

    HostCookies(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** What the browser sends; whoever asks looks at it before believing it. */
    public Optional<String> find(ServerHttpRequest request, String name) {
        return Optional.ofNullable(request.getCookies().getFirst(full(name)))
                .map(HttpCookie::getValue);
    }

    /** For an answer that sets it. */
    public ResponseCookie of(String name, String value) {
        return builder(name, value).build();
    }

    /** For an answer that takes it away. */
    public ResponseCookie none(String name) {
        return builder(name, "").maxAge(Duration.ZERO).build();
    }

    private ResponseCookie.ResponseCookieBuilder builder(String name, String value) {
        return ResponseCookie.from(full(name), value)
                .path("/")
                .httpOnly(true)
                .secure(publicUrl.isHttps())
                .sameSite("Lax");
    }

    /** Browsers accept the prefix only of who is on HTTPS, and from the host itself. */
    private String full(String name) {
        return publicUrl.isHttps() ? "__Host-" + name : name;
    }
}
