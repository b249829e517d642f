package dev.ganglion.auth.crosssigning;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A key with signatures to add, as a client sends it.
 *
 * @param user whose key it is, as the client says: an ID of any form
 * @param identifier a device's ID or a public key, as the client says
 */
record SignedKey(String user, String identifier, JsonObject json) {
    private static final int MAX_KEYS = 500;

    static List<SignedKey> parseAll(JsonObject body) {
        List<SignedKey> keys = new ArrayList<>();
        for (Map.Entry<String, JsonValue> ofUser : body.entries().entrySet()) {
            for (Map.Entry<String, JsonValue> key :
                    object(ofUser.getValue()).entries().entrySet()) {
                keys.add(new SignedKey(ofUser.getKey(), key.getKey(), object(key.getValue())));
            }
        }
        if (keys.size() > MAX_KEYS) {
            throw MatrixException.invalidParam("At most " + MAX_KEYS + " keys at once");
        }
        return keys;
    }

    boolean isOf(UserId other) {
        return user.equals(other.value());
    }

    private static JsonObject object(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw MatrixException.badJson("There has to be an object of objects for each user");
    }
}
