package dev.ganglion.auth.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The SHA-256 of a token: names it without revealing it. As text in base64url, unpadded. */
record TokenHash(String text) {
    static TokenHash of(String token) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return of(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    static TokenHash of(byte[] hash) {
        return new TokenHash(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    }

    byte[] bytes() {
        return Base64.getUrlDecoder().decode(text);
    }
}
