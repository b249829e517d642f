package dev.ganglion.auth;

import static dev.ganglion.auth.EncryptionKeys.QUERY;
import static dev.ganglion.auth.EncryptionKeys.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.EncryptionKeys.Device;
import dev.ganglion.auth.EncryptionKeys.Identity;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Client-server API, "Tracking the device list for a user". */
class KeyQueryIT extends AuthServiceIT {
    private Device alice;
    private Device bob;

    @BeforeEach
    void twoDevices() {
        alice = Device.known(auth.registered());
        bob = Device.of(auth.registered());
    }

    @Test
    void devicesAreShownWithTheirNames() {
        alice.session()
                .put(AuthDriver.V3 + "devices/" + alice.id(), "{\"display_name\": \"Phone\"}")
                .isOk();

        JsonObject shown = at(bob.queries(alice.user()), "device_keys", alice.user(), alice.id());

        assertThat(shown)
                .isEqualTo(
                        alice.keys()
                                .with("unsigned", JsonObject.of("device_display_name", "Phone")));
    }

    @Test
    void devicesWithoutKeysAreNotShown() {
        alice.session().onAnotherDevice();

        assertThat(at(bob.queries(alice.user()), "device_keys", alice.user()).keys())
                .containsExactly(alice.id());
    }

    @Test
    void singleDevicesAreAskedFor() {
        Device other = Device.known(alice.session().onAnotherDevice());

        JsonObject shown =
                bob.session()
                        .post(
                                QUERY,
                                EncryptionKeys.body(
                                        "device_keys",
                                        JsonObject.EMPTY.with(
                                                alice.user(),
                                                JsonArray.ofStrings(
                                                        List.of(other.id(), other.id(), "NO")))))
                        .isOk()
                        .body();

        assertThat(at(shown, "device_keys", alice.user()).keys()).containsExactly(other.id());
    }

    @Test
    void d09NobodyLooksLikeSomebodyWithoutDevices() {
        JsonObject body =
                bob.session()
                        .post(
                                QUERY,
                                "{\"device_keys\": {\"%s\": [], \"@nobody:test.local\": []}}"
                                        .formatted(bob.user()))
                        .isOk()
                        .body();

        assertThat(at(body, "device_keys"))
                .isEqualTo(
                        JsonObject.EMPTY
                                .with(bob.user(), JsonObject.EMPTY)
                                .with("@nobody:test.local", JsonObject.EMPTY));
        for (String keys : List.of("master_keys", "self_signing_keys", "user_signing_keys")) {
            assertThat(body.object(keys)).hasValue(JsonObject.EMPTY);
        }
    }

    @Test
    void usersOfOtherServersAreFailures() {
        JsonObject body =
                bob.session()
                        .post(QUERY, "{\"timeout\": 1, \"device_keys\": {\"@a:far.example\": []}}")
                        .isOk()
                        .body();

        assertThat(at(body, "failures").keys()).containsExactly("far.example");
        assertThat(at(body, "device_keys")).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void theUserSigningKeyIsShownToItsOwnerAlone() {
        Identity identity = Identity.of(alice.user());
        alice.session().post(EncryptionKeys.CROSS_SIGNING, identity.upload().toString()).isOk();

        JsonObject own = alice.queries(alice.user());
        JsonObject others = bob.queries(alice.user());

        assertThat(at(own, "user_signing_keys", alice.user())).isEqualTo(identity.userSigningKey());
        assertThat(at(others, "user_signing_keys")).isEqualTo(JsonObject.EMPTY);
        assertThat(at(others, "self_signing_keys", alice.user()))
                .isEqualTo(identity.selfSigningKey());
        assertThat(at(others, "master_keys", alice.user()).without("signatures"))
                .isEqualTo(identity.masterKey());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {} | M_MISSING_PARAM
                    {"device_keys": []} | M_BAD_JSON
                    {"device_keys": {"@a:test.local": {}}} | M_BAD_JSON
                    {"device_keys": {"@a:test.local": [1]}} | M_BAD_JSON
                    {"device_keys": {"@a:test.local": [""]}} | M_INVALID_PARAM
                    {"device_keys": {"a": []}} | M_INVALID_PARAM
                    """)
    void whatIsNoQueryIsRefused(String body, String errcode) {
        bob.session().post(QUERY, body).isRefused(400, errcode);
    }

    @Test
    void d03AQueryForTooManyUsersIsRefused() {
        JsonObject.Builder users = JsonObject.builder();
        for (int i = 0; i < 5_001; i++) {
            users.put("@u" + i + ":test.local", JsonArray.EMPTY);
        }

        bob.session()
                .post(QUERY, EncryptionKeys.body("device_keys", users.build()))
                .isRefused(400, "M_INVALID_PARAM");
    }
}
