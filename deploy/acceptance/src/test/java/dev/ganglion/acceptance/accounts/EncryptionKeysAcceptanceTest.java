package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.accounts.Confirmation.asked;
import static dev.ganglion.acceptance.accounts.Confirmation.confirmed;
import static dev.ganglion.acceptance.accounts.Confirmation.user;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.crypto.JsonSignatures;
import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.security.SecureRandom;
import java.util.List;

/** {@code keys.yaml} and {@code cross_signing.yaml}. */
@ExtendWith(Stage.class)
class EncryptionKeysAcceptanceTest {
    private final SigningKey deviceKey = SigningKey.generate(new SecureRandom());
    private final SigningKey masterKey = SigningKey.generate(new SecureRandom());
    private final SigningKey selfSigningKey = SigningKey.generate(new SecureRandom());
    private final Homeserver server;

    EncryptionKeysAcceptanceTest(Homeserver server) {
        this.server = server;
    }

    @Test
    void whoWantsToWriteToADeviceGetsItsKeys() {
        MatrixSession alice = server.stranger();
        MatrixSession bob = server.stranger();
        JsonObject oneTimeKey =
                Json.parseObject(
                        "{\"key\": \"x\", \"signatures\": {\"%s\": {\"ed25519:X\": \"y\"}}}"
                                .formatted(alice.userId()));

        JsonObject counts =
                alice.call(
                        "POST",
                        v3("keys", "upload"),
                        JsonObject.EMPTY
                                .with("device_keys", deviceKeys(alice))
                                .with(
                                        "one_time_keys",
                                        JsonObject.EMPTY.with("signed_curve25519:A", oneTimeKey)));

        assertThat(counts.toString())
                .isEqualTo("{\"one_time_key_counts\":{\"signed_curve25519\":1}}");
        assertThat(device(bob, alice)).isEqualTo(deviceKeys(alice));
        for (String expected : List.of("\"signed_curve25519:A\"", "{}")) {
            String claim =
                    "{\"one_time_keys\": {\"%s\": {\"%s\": \"signed_curve25519\"}, \"@x:far.example\": {}}}"
                            .formatted(alice.userId(), alice.deviceId());
            assertThat(bob.callWith("POST", v3("keys", "claim"), claim).toString())
                    .contains(expected)
                    .contains("far.example");
        }
    }

    @Test
    void aUserVouchesForTheOwnDevice() {
        MatrixSession alice = server.stranger();
        MatrixSession bob = server.stranger();
        alice.call(
                "POST",
                v3("keys", "upload"),
                JsonObject.EMPTY.with("device_keys", deviceKeys(alice)));
        JsonObject keys =
                JsonObject.EMPTY
                        .with("master_key", key(alice, "master", masterKey))
                        .with(
                                "self_signing_key",
                                signed(
                                        key(alice, "self_signing", selfSigningKey),
                                        alice,
                                        publicKey(masterKey),
                                        masterKey));
        alice.call("POST", v3("keys", "device_signing", "upload"), keys);

        JsonObject device =
                signed(deviceKeys(alice), alice, publicKey(selfSigningKey), selfSigningKey);
        JsonObject answer =
                alice.call(
                        "POST",
                        v3("keys", "signatures", "upload"),
                        JsonObject.EMPTY.with(
                                alice.userId().value(),
                                JsonObject.EMPTY
                                        .with(alice.deviceId().value(), device)
                                        .with("UNKNOWN", device)));

        assertThat(answer.toString()).contains("UNKNOWN").doesNotContain(alice.deviceId().value());
        assertThat(device(bob, alice)).isEqualTo(device);
        assertThat(alice.call("POST", v3("keys", "device_signing", "upload"), keys).toString())
                .as("the answer to the same keys again")
                .isEqualTo("{}");
    }

    @Test
    void keysThatTheMasterKeyHasNotSignedAndForeignOnesAreRefused() {
        MatrixSession alice = server.stranger();
        MatrixSession bob = server.stranger();
        String path = v3("keys", "device_signing", "upload");
        JsonObject master = JsonObject.EMPTY.with("master_key", key(alice, "master", masterKey));
        JsonObject selfSigning = key(alice, "self_signing", selfSigningKey);

        refused(400, "M_INVALID_PARAM", () -> bob.call("POST", path, master));
        refused(
                400,
                "M_INVALID_SIGNATURE",
                () -> alice.call("POST", path, master.with("self_signing_key", selfSigning)));
        refused(
                400,
                "M_BAD_JSON",
                () -> alice.call("POST", path, JsonObject.of("master_key", "no key")));
    }

    @Test
    void aDeviceAndAKeyForCrossSigningCannotHaveOneName() {
        MatrixSession alice = server.stranger();
        JsonObject login =
                JsonObject.builder()
                        .put("type", "m.login.password")
                        .put("identifier", user(alice))
                        .put("password", Homeserver.PASSWORD)
                        .put("device_id", publicKey(masterKey))
                        .build();
        server.client().call("POST", v3("login"), login);

        refused(
                403,
                "M_FORBIDDEN",
                () ->
                        alice.call(
                                "POST",
                                v3("keys", "device_signing", "upload"),
                                JsonObject.EMPTY.with(
                                        "master_key", key(alice, "master", masterKey))));
    }

    @Test
    void otherKeysForCrossSigningTakeThePassword() {
        MatrixSession alice = server.stranger();
        String path = v3("keys", "device_signing", "upload");
        alice.call(
                "POST", path, JsonObject.EMPTY.with("master_key", key(alice, "master", masterKey)));
        JsonObject other =
                JsonObject.EMPTY.with("master_key", key(alice, "master", selfSigningKey));

        asked(() -> alice.call("POST", path, other));
        confirmed(alice, "POST", path, other);

        assertThat(
                        alice.callWith(
                                        "POST",
                                        v3("keys", "query"),
                                        "{\"device_keys\": {\"%s\": []}}".formatted(alice.userId()))
                                .object("master_keys")
                                .orElseThrow()
                                .toString())
                .contains(publicKey(selfSigningKey));
    }

    private JsonObject deviceKeys(MatrixSession user) {
        String id = user.deviceId().value();
        String key = publicKey(deviceKey);
        JsonObject unsigned =
                JsonObject.builder()
                        .put("user_id", user.userId().value())
                        .put("device_id", id)
                        .put(
                                "algorithms",
                                JsonArray.ofStrings(List.of("m.olm.v1.curve25519-aes-sha2")))
                        .put(
                                "keys",
                                JsonObject.of("ed25519:" + id, key)
                                        .with("curve25519:" + id, Json.parse("\"" + key + "\"")))
                        .build();
        return signed(unsigned, user, id, deviceKey);
    }

    private static JsonObject key(MatrixSession user, String usage, SigningKey key) {
        return JsonObject.builder()
                .put("user_id", user.userId().value())
                .put("usage", JsonArray.ofStrings(List.of(usage)))
                .put("keys", JsonObject.of("ed25519:" + publicKey(key), publicKey(key)))
                .build();
    }

    private static JsonObject signed(
            JsonObject object, MatrixSession user, String name, SigningKey key) {
        String signature = UnpaddedBase64.encode(key.sign(JsonSignatures.signedBytes(object)));
        String signer = user.userId().value();
        JsonObject all = object.object("signatures").orElse(JsonObject.EMPTY);
        JsonObject ofUser = all.object(signer).orElse(JsonObject.EMPTY);
        return object.with(
                "signatures",
                all.with(
                        signer,
                        ofUser.with("ed25519:" + name, Json.parse("\"" + signature + "\""))));
    }

    private static JsonObject device(MatrixSession reader, MatrixSession owner) {
        JsonObject answer =
                reader.callWith(
                        "POST",
                        v3("keys", "query"),
                        "{\"device_keys\": {\"%s\": []}}".formatted(owner.userId()));
        return answer.object("device_keys")
                .flatMap(users -> users.object(owner.userId().value()))
                .flatMap(devices -> devices.object(owner.deviceId().value()))
                .map(device -> device.without("unsigned"))
                .orElse(JsonObject.EMPTY);
    }

    private static String publicKey(SigningKey key) {
        return key.verifyKey().toBase64();
    }
}
