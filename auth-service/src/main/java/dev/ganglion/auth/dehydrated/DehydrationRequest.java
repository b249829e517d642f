package dev.ganglion.auth.dehydrated;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/** The device as it is uploaded, with its keys. */
record DehydrationRequest(
        Optional<DeviceId> deviceId,
        Optional<JsonObject> deviceData,
        Optional<String> initialDeviceDisplayName,
        Optional<JsonObject> deviceKeys,
        Optional<JsonObject> oneTimeKeys,
        Optional<JsonObject> fallbackKeys) {
    /** A hundred one-time keys come to some 10,000. */
    private static final int MAX_DATA_CHARS = 131_072;

    private static final int MAX_NAME_LENGTH = 100;

    DeviceId requireDeviceId() {
        return deviceId.orElseThrow(() -> MatrixException.missingParam("device_id"));
    }

    /** As JSON. */
    String requireData() {
        JsonObject data = deviceData.orElseThrow(() -> MatrixException.missingParam("device_data"));
        if (data.string("algorithm").isEmpty()) {
            throw MatrixException.missingParam("device_data.algorithm");
        }
        String text = CanonicalJson.encodeToString(data);
        if (text.length() > MAX_DATA_CHARS) {
            throw MatrixException.tooLarge("The device_data is too large");
        }
        return text;
    }

    Optional<String> requireName() {
        if (initialDeviceDisplayName
                .filter(name -> name.codePointCount(0, name.length()) > MAX_NAME_LENGTH)
                .isPresent()) {
            throw MatrixException.invalidParam(
                    "A device's name has at most " + MAX_NAME_LENGTH + " characters");
        }
        return initialDeviceDisplayName;
    }

    /** The body of an upload of keys. Without any, nobody could send the device anything. */
    JsonObject requireKeys() {
        JsonObject.Builder body =
                JsonObject.builder()
                        .put(
                                "device_keys",
                                deviceKeys.orElseThrow(
                                        () -> MatrixException.missingParam("device_keys")));
        oneTimeKeys.ifPresent(keys -> body.put("one_time_keys", keys));
        fallbackKeys.ifPresent(keys -> body.put("fallback_keys", keys));
        return body.build();
    }

    /** Without what revives the device. */
    @Override
    public String toString() {
        return "DehydrationRequest";
    }
}
