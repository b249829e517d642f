package dev.ganglion.protocol.e2ee;

import dev.ganglion.protocol.crypto.VerifyKey;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The identity keys of a device. Client-server API, "Device keys".
 *
 * @param json as the device signed it, with its own signatures and no others, without {@code
 *     unsigned}
 */
public record DeviceKeys(UserId userId, DeviceId deviceId, JsonObject json) {
    private static final int MAX_BYTES = 8_192;
    private static final int MAX_ALGORITHMS = 50;

    /**
     * What this device uploads. {@code M_INVALID_PARAM} where it is another's, {@code M_BAD_JSON}
     * where the form is wrong, {@code M_INVALID_SIGNATURE} where the device has an ed25519 key that
     * has not signed it.
     */
    public static DeviceKeys parse(JsonObject uploaded, UserId user, DeviceId device) {
        Member.requireAtMost(MAX_BYTES, uploaded, "What a device is known by");
        requireOwner(uploaded, user, device);
        requireKeys(uploaded, device);
        Map<String, String> own = new TreeMap<>(KeySignatures.of(uploaded, user));
        own.keySet().removeIf(name -> !isOfDevice(name, device));
        var keys = new DeviceKeys(user, device, KeySignatures.only(uploaded, user, own));
        keys.requireSignature();
        return keys;
    }

    /** The key that the device signs with, if it has one. */
    public Optional<VerifyKey> verifyKey() {
        return verifyKey(json, deviceId);
    }

    /** The key that a device signs with, by the JSON of its keys. */
    public static Optional<VerifyKey> verifyKey(JsonObject json, DeviceId device) {
        return json.object("keys")
                .flatMap(keys -> keys.string(KeyName.ed25519(device.value()).toString()))
                .map(VerifyKey::parse);
    }

    /** What the device is called by; other keys mean that it has another identity. */
    public static JsonObject identity(JsonObject json) {
        return json.object("keys").orElse(JsonObject.EMPTY);
    }

    private static void requireOwner(JsonObject uploaded, UserId user, DeviceId device) {
        if (!Member.string(uploaded, "user_id").equals(user.value())
                || !Member.string(uploaded, "device_id").equals(device.value())) {
            throw MatrixException.invalidParam("These are not the keys of your device");
        }
    }

    private static void requireKeys(JsonObject uploaded, DeviceId device) {
        if (Member.strings(uploaded, "algorithms").size() > MAX_ALGORITHMS) {
            throw MatrixException.invalidParam("At most " + MAX_ALGORITHMS + " algorithms");
        }
        Map<String, String> keys = Member.stringsByName(Member.object(uploaded, "keys"), "keys");
        if (keys.isEmpty() || !keys.keySet().stream().allMatch(name -> isOfDevice(name, device))) {
            throw MatrixException.invalidParam(
                    "The names of a device's keys are <algorithm>:<device_id>");
        }
        Member.object(uploaded, KeySignatures.SIGNATURES);
        try {
            verifyKey(uploaded, device);
        } catch (IllegalArgumentException _) {
            throw MatrixException.invalidParam("The ed25519 key is none");
        }
    }

    private void requireSignature() {
        String name = KeyName.ed25519(deviceId.value()).toString();
        boolean isSigned =
                verifyKey()
                        .map(key -> KeySignatures.verifies(json, key, signature(name)))
                        .orElse(true);
        if (!isSigned) {
            throw KeySignatures.invalid("The device has not signed its keys");
        }
    }

    private String signature(String name) {
        return KeySignatures.of(json, userId).getOrDefault(name, "");
    }

    private static boolean isOfDevice(String name, DeviceId device) {
        return KeyName.tryParse(name)
                .filter(key -> key.identifier().equals(device.value()))
                .isPresent();
    }
}
