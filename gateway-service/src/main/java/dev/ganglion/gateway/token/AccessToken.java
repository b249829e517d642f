package dev.ganglion.gateway.token;

import dev.ganglion.service.identity.TokenHash;

/**
 * A client's access token. It prints as its hash, so that it cannot reach a log by accident.
 *
 * @param secret what the client sent
 * @param hash the text of its {@link TokenHash}, as auth-service announces it
 */
public record AccessToken(String secret, String hash) {
    private static final int MAX_LENGTH = 4_096;

    public static AccessToken of(String secret) {
        return new AccessToken(secret, TokenHash.of(secret).text());
    }

    /** Whether it could be a token at all, so that nonsense is refused without asking anyone. */
    public boolean isPlausible() {
        return !secret.isEmpty()
                && secret.length() <= MAX_LENGTH
                && secret.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    @Override
    public String toString() {
        return "AccessToken[" + hash + "]";
    }
}
