package dev.ganglion.protocol.e2ee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ganglion.protocol.crypto.JsonSignatures;
import dev.ganglion.protocol.crypto.KeyId;
import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;

/** Client-server API, "Device keys". */
class DeviceKeysTest {
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final DeviceId PHONE = DeviceId.parse("PHONE");
    private static final SigningKey KEY = SigningKey.of(KeyId.ofVersion("PHONE"), new byte[32]);
    private static final JsonObject KEYS =
            Json.parseObject(
                    """
                    {"user_id": "@alice:example.org", "device_id": "PHONE", "algorithms": ["m.olm"],
                     "keys": {"ed25519:PHONE": "%s", "curve25519:PHONE": "any"}}
                    """
                            .formatted(KEY.verifyKey().toBase64()));

    @Test
    void theSignaturesOfOthersAreLeftOut() {
        JsonObject signed = JsonSignatures.sign(KEYS, ALICE.value(), KEY);
        JsonObject more =
                JsonSignatures.sign(
                        JsonSignatures.sign(signed, "@bob:example.org", KEY),
                        ALICE.value(),
                        SigningKey.of(KeyId.ofVersion("OTHER"), new byte[32]));

        DeviceKeys keys =
                DeviceKeys.parse(more.with("unsigned", JsonObject.of("x", "y")), ALICE, PHONE);

        assertThat(keys.json()).isEqualTo(signed);
    }

    @Test
    void aDeviceThatSignsNothingNeedsNoSignature() {
        JsonObject unsigned =
                KEYS.with("keys", JsonObject.of("curve25519:PHONE", "any"))
                        .with("signatures", JsonObject.EMPTY);

        assertThat(DeviceKeys.parse(unsigned, ALICE, PHONE).json()).isEqualTo(unsigned);
    }

    @Test
    void whoHasAKeyToSignWithHasToSign() {
        refused(KEYS.with("signatures", JsonObject.EMPTY), ErrorCode.INVALID_SIGNATURE);
        JsonObject signed = JsonSignatures.sign(KEYS, ALICE.value(), KEY);
        refused(signed.with("more", Json.parse("1")), ErrorCode.INVALID_SIGNATURE);
        JsonObject notBase64 =
                Json.parseObject("{\"@alice:example.org\": {\"ed25519:PHONE\": \"!\"}}");
        refused(KEYS.with("signatures", notBase64), ErrorCode.INVALID_SIGNATURE);
    }

    @Test
    void whatIsAnothersIsRefused() {
        JsonObject signed = JsonSignatures.sign(KEYS, ALICE.value(), KEY);
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> DeviceKeys.parse(signed, UserId.parse("@bob:example.org"), PHONE))
                .matches(refusal -> refusal.errorCode() == ErrorCode.INVALID_PARAM);
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> DeviceKeys.parse(signed, ALICE, DeviceId.parse("TABLET")))
                .matches(refusal -> refusal.errorCode() == ErrorCode.INVALID_PARAM);
    }

    @Test
    void whatIsNoKeyIsRefused() {
        JsonObject signatures = KEYS.with("signatures", JsonObject.EMPTY);
        refused(
                signatures.with("keys", JsonObject.of("ed25519:PHONE", "short")),
                ErrorCode.INVALID_PARAM);
        refused(signatures.with("keys", JsonObject.of("PHONE", "x")), ErrorCode.INVALID_PARAM);
        refused(signatures.with("keys", JsonObject.EMPTY), ErrorCode.INVALID_PARAM);
        refused(KEYS, ErrorCode.BAD_JSON);
    }

    private static void refused(JsonObject keys, ErrorCode code) {
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> DeviceKeys.parse(keys, ALICE, PHONE))
                .matches(refusal -> refusal.errorCode() == code, code.code());
    }
}
