package dev.ganglion.protocol.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A public ed25519 key. */
public final class VerifyKey {
    private final byte[] publicKey;

    private VerifyKey(byte[] publicKey) {
        this.publicKey = publicKey.clone();
    }

    /** The key with these 32 bytes; throws {@link IllegalArgumentException} on another length. */
    public static VerifyKey of(byte[] publicKey) {
        if (publicKey.length != Ed25519.PUBLIC_KEY_SIZE) {
            throw new IllegalArgumentException("An ed25519 public key has 32 bytes");
        }
        return new VerifyKey(publicKey);
    }

    /** Takes both alphabets: the keys of third-party invites come in either. */
    public static VerifyKey parse(String unpaddedBase64) {
        return of(UnpaddedBase64.decode(unpaddedBase64.replace('-', '+').replace('_', '/')));
    }

    /** Whether these bytes were signed by the owner of this key. */
    public boolean verifies(byte[] message, byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
    }

    public String toBase64() {
        return UnpaddedBase64.encode(publicKey);
    }
}
