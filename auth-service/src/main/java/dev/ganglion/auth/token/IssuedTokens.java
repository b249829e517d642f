package dev.ganglion.auth.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tokens on their only way out to the client. */
public record IssuedTokens(
        String accessToken, Optional<Duration> lifetime, Optional<String> refreshToken) {
    public Optional<Long> expiresInMs() {
        return lifetime.map(Duration::toMillis);
    }

    Optional<Instant> accessTokenExpiresAt(Instant now) {
        return lifetime.map(now::plus);
    }

    /** Without the tokens, which must not get into a log. */
    @Override
    public String toString() {
        return "IssuedTokens";
    }
}
