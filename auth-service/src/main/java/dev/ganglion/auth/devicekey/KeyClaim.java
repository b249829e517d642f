package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** That somebody wants one key of a device. */
record KeyClaim(UserDevice device, String algorithm) {
    static List<KeyClaim> parseAll(Map<UserId, JsonValue> byUser) {
        List<KeyClaim> claims = new ArrayList<>();
        byUser.forEach(
                (user, value) -> {
                    if (!(value instanceof JsonObject devices)) {
                        throw malformed();
                    }
                    devices.entries()
                            .forEach((device, asked) -> claims.add(claim(user, device, asked)));
                });
        return claims;
    }

    private static KeyClaim claim(UserId user, String device, JsonValue asked) {
        if (!(asked instanceof JsonString(String algorithm))) {
            throw malformed();
        }
        DeviceId deviceId =
                DeviceId.tryParse(device)
                        .orElseThrow(() -> MatrixException.invalidParam("This is no device ID"));
        return new KeyClaim(new UserDevice(user, deviceId), algorithm);
    }

    private static MatrixException malformed() {
        return MatrixException.badJson("For each user there has to be an algorithm by device");
    }
}
