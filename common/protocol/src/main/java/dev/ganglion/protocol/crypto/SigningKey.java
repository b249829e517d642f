package dev.ganglion.protocol.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

import java.security.SecureRandom;

/**
 * A server's private ed25519 key. Thread-safe. Its text form, the one line of a signing key file,
 * is {@code ed25519 <version> <unpadded base64 of the 32 byte seed>}; {@link #toString} keeps the
 * seed to itself.
 */
public final class SigningKey {
    private static final String VERSION_ALPHABET =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int VERSION_LENGTH = 6;

    private final KeyId id;
    private final byte[] seed;
    private final byte[] publicKey;

    private SigningKey(KeyId id, byte[] seed) {
        this.id = id;
        this.seed = seed;
        this.publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    }

    /** A new key with a random version. */
    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
        random.nextBytes(seed);
        StringBuilder version = new StringBuilder("a_");
        for (int i = 0; i < VERSION_LENGTH - 2; i++) {
            version.append(VERSION_ALPHABET.charAt(random.nextInt(VERSION_ALPHABET.length())));
        }
        return new SigningKey(KeyId.ofVersion(version.toString()), seed);
    }

    /**
     * Reads the line of a signing key file; throws {@link IllegalArgumentException} without
     * repeating any of it.
     */
    public static SigningKey parse(String line) {
        String[] parts = line.strip().split("\\s+", -1);
        if (parts.length != 3 || !parts[0].equals("ed25519")) {
            throw new IllegalArgumentException(
                    "A signing key reads: ed25519 <version> <base64 seed>");
        }
        return of(KeyId.ofVersion(parts[1]), UnpaddedBase64.decode(parts[2]));
    }

    /** The key of that name with this seed of 32 bytes. */
    public static SigningKey of(KeyId id, byte[] seed) {
        if (seed.length != Ed25519.SECRET_KEY_SIZE) {
            throw new IllegalArgumentException("An ed25519 seed has 32 bytes");
        }
        return new SigningKey(id, seed.clone());
    }

    public KeyId id() {
        return id;
    }

    public VerifyKey verifyKey() {
        return VerifyKey.of(publicKey);
    }

    /** The 64 bytes of the signature. */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey, 0, null, message, 0, message.length, signature, 0);
        return signature;
    }

    /** The line for a file that only the server's user can read. */
    public String toFileLine() {
        return "ed25519 " + id.version() + " " + UnpaddedBase64.encode(seed);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
