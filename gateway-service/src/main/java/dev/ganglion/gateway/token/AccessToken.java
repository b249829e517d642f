package dev.ganglion.gateway.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A client's access token. It prints as its hash, so that it cannot reach a log by accident.
 *
 * @param secret what the client sent
 * @param hash SHA-256 in unpadded URL-safe base64, as auth-service announces it
 */
public record AccessToken(String secret, String hash) {
    private static final int MAX_LENGTH = 4_096;

    public static AccessToken of(String secret) {
        return new AccessToken(secret, hash(secret));
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

    private static String hash(String secret) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] digest = sha256.digest(secret.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
