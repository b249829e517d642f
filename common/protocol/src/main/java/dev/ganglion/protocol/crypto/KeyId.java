package dev.ganglion.protocol.crypto;

import com.google.re2j.Pattern;

/** The name of a signing key, {@code ed25519:version}. */
public record KeyId(String value) {
    private static final Pattern FORM = Pattern.compile("ed25519:[a-zA-Z0-9_]+");

    /** Checks the grammar. */
    public KeyId {
        if (!FORM.matches(value)) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is not the name of an ed25519 key");
        }
    }

    public static KeyId ofVersion(String version) {
        return new KeyId("ed25519:" + version);
    }

    public String version() {
        return value.substring("ed25519:".length());
    }

    @Override
    public String toString() {
        return value;
    }
}
