package dev.ganglion.protocol.crypto;

import java.security.SecureRandom;

/** What nobody guesses, as text: letters, digits, {@code -} and {@code _}, four for three bytes. */
public final class RandomText {
    private RandomText() {}

    /** So many random bytes; blocking, if the machine is short of entropy. */
    public static String of(int bytes, SecureRandom random) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return UnpaddedBase64.encodeUrlSafe(drawn);
    }
}
