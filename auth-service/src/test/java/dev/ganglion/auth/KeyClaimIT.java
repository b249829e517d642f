package dev.ganglion.auth;

import static dev.ganglion.auth.EncryptionKeys.CLAIM;
import static dev.ganglion.auth.EncryptionKeys.at;
import static dev.ganglion.auth.EncryptionKeys.oneTimeKey;
import static dev.ganglion.auth.EncryptionKeys.oneTimeKeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.EncryptionKeys.Device;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Client-server API, "One-time and fallback keys". */
class KeyClaimIT extends AuthServiceIT {
    private Device alice;
    private Device bob;

    @BeforeEach
    void twoDevices() {
        alice = Device.known(auth.registered());
        bob = Device.of(auth.registered());
    }

    @Test
    void theOldestKeyIsHandedOutFirst() {
        alice.uploads("one_time_keys", oneTimeKeys(alice.user(), "Z", 1)).isOk();
        alice.uploads("one_time_keys", oneTimeKeys(alice.user(), "A", 1)).isOk();

        assertThat(bob.claims(alice.user(), alice.id()))
                .isEqualTo(oneTimeKeys(alice.user(), "Z", 1));
        assertThat(bob.claims(alice.user(), alice.id()))
                .isEqualTo(oneTimeKeys(alice.user(), "A", 1));
        assertThat(bob.claims(alice.user(), alice.id())).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void theFallbackKeyIsHandedOutWhenThereIsNoOther() {
        JsonObject fallback = oneTimeKeys(alice.user(), "F", 1);
        alice.uploads("fallback_keys", fallback).isOk();
        assertThat(unused()).isEqualTo(1);

        assertThat(bob.claims(alice.user(), alice.id())).isEqualTo(fallback);
        assertThat(bob.claims(alice.user(), alice.id())).isEqualTo(fallback);
        assertThat(unused()).isZero();

        alice.uploads("fallback_keys", fallback).isOk();
        assertThat(unused()).as("the same key again is used all the same").isZero();
        JsonObject next =
                JsonObject.EMPTY.with("signed_curve25519:F0001", oneTimeKey(alice.user(), 1));
        alice.uploads("fallback_keys", next).isOk();
        assertThat(unused()).isEqualTo(1);
        assertThat(bob.claims(alice.user(), alice.id())).isEqualTo(next);
    }

    @Test
    void keysOfManyDevicesAreClaimedAtOnce() {
        Device other = Device.known(alice.session().onAnotherDevice());
        alice.uploads("one_time_keys", oneTimeKeys(alice.user(), "A", 2)).isOk();
        other.uploads("one_time_keys", oneTimeKeys(alice.user(), "B", 2)).isOk();

        JsonObject claimed =
                bob.session()
                        .post(
                                CLAIM,
                                """
                                {"timeout": 10, "one_time_keys": {
                                  "%s": {"%s": "signed_curve25519", "%s": "signed_curve25519", "NONE": "x"},
                                  "@nobody:test.local": {"X": "signed_curve25519"},
                                  "@far:remote.example": {"X": "signed_curve25519"}}}
                                """
                                        .formatted(alice.user(), alice.id(), other.id()))
                        .isOk()
                        .body();

        assertThat(at(claimed, "one_time_keys").keys()).containsExactly(alice.user());
        assertThat(at(claimed, "one_time_keys", alice.user()).keys())
                .containsExactlyInAnyOrder(alice.id(), other.id());
        assertThat(at(claimed, "failures").keys()).containsExactly("remote.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {} | M_MISSING_PARAM
                    {"one_time_keys": 1} | M_BAD_JSON
                    {"one_time_keys": {"@a:test.local": 1}} | M_BAD_JSON
                    {"one_time_keys": {"@a:test.local": {"X": 1}}} | M_BAD_JSON
                    {"one_time_keys": {"@a:test.local": {"": "x"}}} | M_INVALID_PARAM
                    {"one_time_keys": {"alice": {"X": "x"}}} | M_INVALID_PARAM
                    """)
    void whatIsNoClaimIsRefused(String body, String errcode) {
        bob.session().post(CLAIM, body).isRefused(400, errcode);
    }

    @Test
    void d03AClaimOfTooManyKeysIsRefused() {
        JsonObject.Builder devices = JsonObject.builder();
        for (int i = 0; i < 5_001; i++) {
            devices.put("D" + i, "x");
        }
        String body =
                EncryptionKeys.body(
                        "one_time_keys", JsonObject.EMPTY.with(alice.user(), devices.build()));

        bob.session().post(CLAIM, body).isRefused(400, "M_INVALID_PARAM");
    }

    private long unused() {
        return count("unused_fallback_key where user_id = '" + alice.user() + "'");
    }
}
