package dev.ganglion.auth.sso;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;

import java.net.URI;
import java.util.Optional;

/** Sends a browser on; no cache and no other site hears of where it came from. */
final class BrowserRedirect {
    private BrowserRedirect() {}

    static ResponseEntity<byte[]> to(URI target, Optional<ResponseCookie> cookie) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(target)
                .headers(
                        headers -> {
                            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
                            headers.set("Referrer-Policy", "no-referrer");
                            headers.set(
                                    "Content-Security-Policy",
                                    "default-src 'none'; frame-ancestors 'none'");
                            headers.set("X-Content-Type-Options", "nosniff");
                            cookie.ifPresent(
                                    value -> headers.add(HttpHeaders.SET_COOKIE, value.toString()));
                        })
                .build();
    }
}
