package dev.ganglion.auth.crosssigning;

import dev.ganglion.protocol.e2ee.CrossSigningKey;
import dev.ganglion.protocol.e2ee.KeyName;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

/**
 * Names a key that signs or is signed.
 *
 * @param isDevice whether it is a device's, or one for cross-signing
 * @param identifier the device's ID, or the public key
 */
public record KeyReference(UserId userId, boolean isDevice, String identifier) {
    public static KeyReference of(UserId user, DeviceId device) {
        return new KeyReference(user, true, device.value());
    }

    public static KeyReference of(CrossSigningKey key) {
        return new KeyReference(key.userId(), false, key.publicKey());
    }

    /** What its signatures are called. */
    public KeyName name() {
        return KeyName.ed25519(identifier);
    }
}
