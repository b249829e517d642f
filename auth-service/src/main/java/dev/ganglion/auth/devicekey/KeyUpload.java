package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.e2ee.DeviceKeys;
import dev.ganglion.protocol.e2ee.KeySignatures;
import dev.ganglion.protocol.e2ee.OneTimeKey;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonObject;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a device uploads at once, all of it well-formed.
 *
 * @param signatures all that the user has made of the device's keys, the device's own too
 */
record KeyUpload(
        UserDevice device,
        Optional<DeviceKeys> deviceKeys,
        Map<String, String> signatures,
        List<OneTimeKey> oneTimeKeys,
        List<OneTimeKey> fallbackKeys) {

    static KeyUpload parse(UserDevice device, JsonObject body) {
        Optional<JsonObject> uploaded = object(body, "device_keys");
        return new KeyUpload(
                device,
                uploaded.map(json -> DeviceKeys.parse(json, device.userId(), device.deviceId())),
                uploaded.map(json -> KeySignatures.of(json, device.userId())).orElse(Map.of()),
                OneTimeKey.parseAll(object(body, "one_time_keys").orElse(JsonObject.EMPTY)),
                fallbackKeys(object(body, "fallback_keys").orElse(JsonObject.EMPTY)));
    }

    boolean isEmpty() {
        return deviceKeys.isEmpty() && oneTimeKeys.isEmpty() && fallbackKeys.isEmpty();
    }

    private static List<OneTimeKey> fallbackKeys(JsonObject uploaded) {
        List<OneTimeKey> keys = OneTimeKey.parseAll(uploaded);
        if (keys.stream().map(key -> key.name().algorithm()).distinct().count() < keys.size()) {
            throw MatrixException.invalidParam("There is one fallback key for each algorithm");
        }
        return keys;
    }

    private static Optional<JsonObject> object(JsonObject body, String field) {
        if (body.get(field).filter(value -> !(value instanceof JsonNull)).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                body.object(field)
                        .orElseThrow(
                                () ->
                                        MatrixException.badJson(
                                                "\"" + field + "\" has to be an object")));
    }
}
