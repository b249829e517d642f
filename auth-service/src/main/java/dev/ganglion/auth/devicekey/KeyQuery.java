package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whose keys somebody asks for.
 *
 * @param users all that are asked for
 * @param wholeUsers those of whom all devices are asked for
 * @param devices those of other users
 */
record KeyQuery(List<UserId> users, List<UserId> wholeUsers, List<UserDevice> devices) {
    static KeyQuery parse(Map<UserId, JsonValue> byUser, int maxNames) {
        List<UserId> whole = new ArrayList<>();
        List<UserDevice> devices = new ArrayList<>();
        byUser.forEach(
                (user, value) -> {
                    List<String> asked = strings(value);
                    if (asked.isEmpty()) {
                        whole.add(user);
                    }
                    asked.stream().distinct().forEach(id -> devices.add(device(user, id)));
                });
        if (byUser.size() + devices.size() > maxNames) {
            throw MatrixException.invalidParam("At most " + maxNames + " users and devices");
        }
        return new KeyQuery(List.copyOf(byUser.keySet()), whole, devices);
    }

    private static List<String> strings(JsonValue value) {
        if (value instanceof JsonArray array) {
            List<String> strings = array.strings().toList();
            if (strings.size() == array.size()) {
                return strings;
            }
        }
        throw MatrixException.badJson("For each user there has to be a list of devices");
    }

    private static UserDevice device(UserId user, String id) {
        return DeviceId.tryParse(id)
                .map(device -> new UserDevice(user, device))
                .orElseThrow(() -> MatrixException.invalidParam("This is no device ID"));
    }
}
