package dev.ganglion.auth.oauth;

import dev.ganglion.auth.token.Session;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;

import java.time.Duration;
import java.util.Optional;

/** Tokens on their only way out: RFC 6749, 5.1. */
record TokenResponse(
        String accessToken,
        String tokenType,
        Optional<Long> expiresIn,
        Optional<String> refreshToken,
        Optional<String> scope) {
    static TokenResponse of(Session session, String scope) {
        return of(session, Optional.of(scope));
    }

    static TokenResponse of(Session session, Optional<String> scope) {
        return new TokenResponse(
                session.tokens().accessToken(),
                "Bearer",
                session.tokens().lifetime().map(Duration::toSeconds),
                session.tokens().refreshToken(),
                scope);
    }

    ResponseEntity<TokenResponse> answer() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("Pragma", "no-cache")
                .body(this);
    }

    /** Without the tokens, which must not get into a log. */
    @Override
    public String toString() {
        return "TokenResponse";
    }
}
