package dev.ganglion.auth.crosssigning;

import dev.ganglion.protocol.crypto.VerifyKey;
import dev.ganglion.protocol.e2ee.CrossSigningKey;
import dev.ganglion.protocol.e2ee.CrossSigningKey.Usage;
import dev.ganglion.protocol.e2ee.DeviceKeys;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that signatures of one user are about, and which of them may have made which: a user's
 * self-signing key signs the user's devices, these sign the master key, that signs the other two,
 * and the user-signing key signs the master keys of others.
 */
final class KnownKeys {
    private final UserId user;
    private final Map<DeviceId, JsonObject> devices;
    private final List<CrossSigningKey> keys;

    /**
     * @param devices of the user
     * @param keys of the user and of others
     */
    KnownKeys(UserId user, Map<DeviceId, JsonObject> devices, List<CrossSigningKey> keys) {
        this.user = user;
        this.devices = devices;
        this.keys = keys;
    }

    /** A key that may be signed. */
    record Target(KeyReference reference, JsonObject json, Map<String, Signer> signers) {}

    /** Who may have signed it. */
    record Signer(KeyReference reference, VerifyKey key) {}

    /** Empty where there is no such key, or none that the user could sign. */
    Optional<Target> target(SignedKey signed) {
        return signed.isOf(user)
                ? device(signed.identifier()).or(() -> own(signed.identifier()))
                : others(signed);
    }

    private Optional<Target> device(String identifier) {
        return DeviceId.tryParse(identifier)
                .filter(devices::containsKey)
                .map(
                        device -> {
                            JsonObject json = devices.getOrDefault(device, JsonObject.EMPTY);
                            Map<String, Signer> signers = signer(Usage.SELF_SIGNING);
                            deviceSigner(device, json)
                                    .ifPresent(own -> signers.put(name(own), own));
                            return new Target(KeyReference.of(user, device), json, signers);
                        });
    }

    private Optional<Target> own(String publicKey) {
        return keys.stream()
                .filter(key -> key.userId().equals(user) && key.publicKey().equals(publicKey))
                .findFirst()
                .map(
                        key -> {
                            Map<String, Signer> signers = signer(Usage.MASTER);
                            if (key.usage() == Usage.MASTER) {
                                signers.putAll(deviceSigners());
                            }
                            return new Target(KeyReference.of(key), key.json(), signers);
                        });
    }

    private Optional<Target> others(SignedKey signed) {
        return keys.stream()
                .filter(key -> key.usage() == Usage.MASTER && signed.isOf(key.userId()))
                .filter(key -> key.publicKey().equals(signed.identifier()))
                .findFirst()
                .map(
                        key ->
                                new Target(
                                        KeyReference.of(key),
                                        key.json(),
                                        signer(Usage.USER_SIGNING)));
    }

    private Map<String, Signer> signer(Usage usage) {
        Map<String, Signer> signers = new HashMap<>();
        keys.stream()
                .filter(key -> key.userId().equals(user) && key.usage() == usage)
                .map(key -> new Signer(KeyReference.of(key), key.verifyKey()))
                .forEach(signer -> signers.put(name(signer), signer));
        return signers;
    }

    private Map<String, Signer> deviceSigners() {
        Map<String, Signer> signers = new HashMap<>();
        devices.forEach(
                (device, json) ->
                        deviceSigner(device, json)
                                .ifPresent(signer -> signers.put(name(signer), signer)));
        return signers;
    }

    private Optional<Signer> deviceSigner(DeviceId device, JsonObject json) {
        return DeviceKeys.verifyKey(json, device)
                .map(key -> new Signer(KeyReference.of(user, device), key));
    }

    private static String name(Signer signer) {
        return signer.reference().name().toString();
    }
}
