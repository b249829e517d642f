package dev.ganglion.service.identity;

import dev.ganglion.protocol.crypto.Sha256;
import dev.ganglion.protocol.crypto.UnpaddedBase64;

import java.util.Base64;

/**
 * The SHA-256 of a token: names it without revealing it. Who hashes tokens at all uses this, for
 * what one service announces the others compare with their own.
 *
 * @param text in base64url, unpadded
 */
public record TokenHash(String text) {
    public static TokenHash of(String token) {
        return of(Sha256.of(token));
    }

    /** What {@link #bytes} gave. */
    public static TokenHash of(byte[] hash) {
        return new TokenHash(UnpaddedBase64.encodeUrlSafe(hash));
    }

    public byte[] bytes() {
        return Base64.getUrlDecoder().decode(text);
    }
}
