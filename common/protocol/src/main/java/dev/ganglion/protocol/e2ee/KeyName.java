package dev.ganglion.protocol.e2ee;

import dev.ganglion.protocol.error.MatrixException;

import java.util.Optional;

/**
 * What a key is called, {@code <algorithm>:<identifier>}; the identifier is a device's, a public
 * key, or free.
 */
public record KeyName(String algorithm, String identifier) {
    /** The algorithm of keys that sign. */
    public static final String ED25519 = "ed25519";

    private static final int MAX_LENGTH = 255;

    public static KeyName ed25519(String identifier) {
        return new KeyName(ED25519, identifier);
    }

    /** Empty when it is no such name, or a part is longer than any identifier. */
    public static Optional<KeyName> tryParse(String text) {
        int colon = text.indexOf(':');
        int identifierLength = text.length() - colon - 1;
        return colon > 0
                        && colon <= MAX_LENGTH
                        && identifierLength > 0
                        && identifierLength <= MAX_LENGTH
                ? Optional.of(new KeyName(text.substring(0, colon), text.substring(colon + 1)))
                : Optional.empty();
    }

    static KeyName parse(String text) {
        return tryParse(text)
                .orElseThrow(
                        () ->
                                MatrixException.invalidParam(
                                        "The name of a key is <algorithm>:<identifier>"));
    }

    public boolean isEd25519() {
        return algorithm.equals(ED25519);
    }

    @Override
    public String toString() {
        return algorithm + ":" + identifier;
    }
}
