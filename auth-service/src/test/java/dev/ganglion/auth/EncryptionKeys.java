package dev.ganglion.auth;

import dev.ganglion.protocol.crypto.JsonSignatures;
import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.security.SecureRandom;
import java.util.List;

/** Keys as clients make them. */
final class EncryptionKeys {
    static final String UPLOAD = AuthDriver.V3 + "keys/upload";
    static final String QUERY = AuthDriver.V3 + "keys/query";
    static final String CLAIM = AuthDriver.V3 + "keys/claim";
    static final String CROSS_SIGNING = AuthDriver.V3 + "keys/device_signing/upload";
    static final String SIGNATURES = AuthDriver.V3 + "keys/signatures/upload";

    private static final SecureRandom RANDOM = new SecureRandom();

    private EncryptionKeys() {}

    static SigningKey fresh() {
        return SigningKey.generate(RANDOM);
    }

    static String publicKey(SigningKey key) {
        return key.verifyKey().toBase64();
    }

    /** The object with one more signature, by a key of that name. */
    static JsonObject signed(JsonObject object, String user, String keyName, SigningKey key) {
        String signature = UnpaddedBase64.encode(key.sign(JsonSignatures.signedBytes(object)));
        JsonObject all = object.object("signatures").orElse(JsonObject.EMPTY);
        JsonObject ofUser = all.object(user).orElse(JsonObject.EMPTY);
        return object.with(
                "signatures",
                all.with(user, ofUser.with("ed25519:" + keyName, new JsonString(signature))));
    }

    static JsonObject signed(JsonObject object, String user, SigningKey key) {
        return signed(object, user, publicKey(key), key);
    }

    static JsonObject unsignedDeviceKeys(String user, String device, SigningKey key) {
        return JsonObject.builder()
                .put("user_id", user)
                .put("device_id", device)
                .put("algorithms", JsonArray.ofStrings(List.of("m.megolm.v1.aes-sha2")))
                .put(
                        "keys",
                        JsonObject.builder()
                                .put("curve25519:" + device, publicKey(key))
                                .put("ed25519:" + device, publicKey(key))
                                .build())
                .build();
    }

    static JsonObject deviceKeys(String user, String device, SigningKey key) {
        return signed(unsignedDeviceKeys(user, device, key), user, device, key);
    }

    static JsonObject crossSigningKey(String user, String usage, SigningKey key) {
        return JsonObject.builder()
                .put("user_id", user)
                .put("usage", JsonArray.ofStrings(List.of(usage)))
                .put("keys", JsonObject.of("ed25519:" + publicKey(key), publicKey(key)))
                .build();
    }

    /** So many keys, {@code signed_curve25519:<prefix><n>}. */
    static JsonObject oneTimeKeys(String user, String prefix, int count) {
        JsonObject.Builder keys = JsonObject.builder();
        for (int i = 0; i < count; i++) {
            keys.put("signed_curve25519:" + prefix + "%04d".formatted(i), oneTimeKey(user, i));
        }
        return keys.build();
    }

    static JsonObject oneTimeKey(String user, int number) {
        return Json.parseObject(
                """
                {"key": "key %d", "signatures": {"%s": {"ed25519:X": "signature"}}}
                """
                        .formatted(number, user));
    }

    static String body(String field, JsonValue value) {
        return JsonObject.EMPTY.with(field, value).toString();
    }

    /** A client of end-to-end encryption on one device. */
    record Device(AuthDriver.Session session, String user, String id, SigningKey key) {
        static Device of(AuthDriver.Session session) {
            return new Device(session, session.userId(), session.deviceId(), fresh());
        }

        /** With its keys uploaded. */
        static Device known(AuthDriver.Session session) {
            Device device = of(session);
            session.post(UPLOAD, body("device_keys", device.keys())).isOk();
            return device;
        }

        JsonObject keys() {
            return deviceKeys(user, id, key);
        }

        Answer uploads(String field, JsonObject value) {
            return session.post(UPLOAD, body(field, value));
        }

        /** Of one user, all devices. */
        JsonObject queries(String who) {
            return session.post(QUERY, "{\"device_keys\": {\"%s\": []}}".formatted(who))
                    .isOk()
                    .body();
        }

        /** Empty when there was none. */
        JsonObject claims(String who, String device) {
            JsonObject claimed =
                    session.post(
                                    CLAIM,
                                    """
                                    {"one_time_keys": {"%s": {"%s": "signed_curve25519"}}}
                                    """
                                            .formatted(who, device))
                            .isOk()
                            .body();
            return at(claimed, "one_time_keys", who, device);
        }
    }

    /** The three keys of a user. */
    record Identity(String user, SigningKey master, SigningKey self, SigningKey others) {
        static Identity of(String user) {
            return new Identity(user, fresh(), fresh(), fresh());
        }

        JsonObject masterKey() {
            return crossSigningKey(user, "master", master);
        }

        JsonObject selfSigningKey() {
            return signed(crossSigningKey(user, "self_signing", self), user, master);
        }

        JsonObject userSigningKey() {
            return signed(crossSigningKey(user, "user_signing", others), user, master);
        }

        JsonObject upload() {
            return JsonObject.builder()
                    .put("master_key", masterKey())
                    .put("self_signing_key", selfSigningKey())
                    .put("user_signing_key", userSigningKey())
                    .build();
        }
    }

    /**
     * What is there under these keys, one in the other; the empty object where there is nothing.
     */
    static JsonObject at(JsonObject object, String... keys) {
        JsonObject found = object;
        for (String key : keys) {
            found = found.object(key).orElse(JsonObject.EMPTY);
        }
        return found;
    }
}
