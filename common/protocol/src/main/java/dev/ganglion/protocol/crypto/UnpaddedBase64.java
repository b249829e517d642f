package dev.ganglion.protocol.crypto;

import java.util.Base64;

/**
 * Base64 without padding, the encoding of keys, hashes and signatures. Appendices, "Unpadded
 * Base64".
 */
public final class UnpaddedBase64 {
    private UnpaddedBase64() {}

    public static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    public static String encodeUrlSafe(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Takes padded input too; throws {@link IllegalArgumentException} on what is not base64. */
    public static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }
}
