package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceIT extends AuthServiceIT {
    private static final String DEVICES = V3 + "devices";
    private static final String DELETE_DEVICES = V3 + "delete_devices";

    @Test
    void allDevicesOfAUserAreListed() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session other = alice.onAnotherDevice();

        Answer answer = alice.get(DEVICES).isOk();

        assertThat(answer.body().array("devices").orElseThrow().objects())
                .extracting(device -> device.string("device_id").orElseThrow())
                .containsExactlyInAnyOrder(alice.deviceId(), other.deviceId());
    }

    @Test
    void aDeviceIsRenamed() {
        AuthDriver.Session alice = auth.registered();
        String path = DEVICES + "/" + alice.deviceId();
        assertThat(alice.get(path).isOk().body().has("display_name")).isFalse();

        alice.put(path, "{\"display_name\": \"Pocket 📱\"}").isOk();

        assertThat(alice.get(path).string("display_name")).isEqualTo("Pocket 📱");
        alice.put(path, "{}").isOk();
        assertThat(alice.get(path).string("display_name")).isEqualTo("Pocket 📱");
    }

    @Test
    void whatCannotBeANameIsRefused() {
        AuthDriver.Session alice = auth.registered();
        String path = DEVICES + "/" + alice.deviceId();

        alice.put(path, "{\"display_name\": 1}").isRefused(400, "M_BAD_JSON");
        alice.put(path, "{\"display_name\": \"" + "x".repeat(101) + "\"}")
                .isRefused(400, "M_INVALID_PARAM");
        alice.put(path, "{").isRefused(400, "M_NOT_JSON");
    }

    @Test
    void aDeviceIsDeletedAfterThePassword() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session lost = alice.onAnotherDevice();
        String path = DEVICES + "/" + lost.deviceId();

        String session = alice.delete(path, "{}").asksForStages().string("session");
        alice.send(org.springframework.http.HttpMethod.DELETE, path, null).asksForStages();
        alice.delete(
                        path,
                        "{\"auth\": {\"type\": \"m.login.password\", \"session\": \"%s\", \"password\": \"%s\"}}"
                                .formatted(session, AuthDriver.PASSWORD))
                .isOk();

        auth.resolve(lost.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        alice.get(path).isRefused(404, "M_NOT_FOUND");
        alice.delete(path, "{\"auth\": " + alice.passwordAuth() + "}").isOk();
    }

    @Test
    void manyDevicesAreDeletedAtOnce() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session first = alice.onAnotherDevice();
        AuthDriver.Session second = alice.onAnotherDevice();

        alice.post(
                        DELETE_DEVICES,
                        "{\"devices\": [\"%s\", \"%s\", \"%s\", \"UNKNOWN\"], \"auth\": %s}"
                                .formatted(
                                        first.deviceId(),
                                        second.deviceId(),
                                        second.deviceId(),
                                        alice.passwordAuth()))
                .isOk();

        auth.resolve(first.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        auth.resolve(second.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        auth.resolve(alice.accessToken()).isOk();
    }

    @Test
    void a05ASessionForOneDeviceDeletesNoOther() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session other = alice.onAnotherDevice();
        String session = alice.delete(DEVICES + "/SOME", "{}").string("session");

        alice.delete(
                        DEVICES + "/" + other.deviceId(),
                        "{\"auth\": {\"type\": \"m.login.password\", \"session\": \"%s\", \"password\": \"%s\"}}"
                                .formatted(session, AuthDriver.PASSWORD))
                .isRefused(401, "M_FORBIDDEN");

        auth.resolve(other.accessToken()).isOk();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | M_MISSING_PARAM",
                "{\"devices\": \"X\"} | M_BAD_JSON",
                "{\"devices\": [1]} | M_BAD_JSON",
                "{\"devices\": [null]} | M_BAD_JSON",
                "{\"devices\": [\"\"]} | M_BAD_JSON",
                "{\"devices\": [], \"auth\": 1} | M_BAD_JSON"
            })
    void whatCannotBeAListOfDevicesIsRefused(String body, String errcode) {
        auth.registered().post(DELETE_DEVICES, body).isRefused(400, errcode);
    }

    @Test
    void a16AnothersDeviceIsNotThere() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session mallory = auth.registered();
        String path = DEVICES + "/" + alice.deviceId();

        mallory.get(path).isRefused(404, "M_NOT_FOUND");
        mallory.put(path, "{\"display_name\": \"pwned\"}").isRefused(404, "M_NOT_FOUND");
        mallory.delete(path, "{\"auth\": " + mallory.passwordAuth() + "}").isOk();
        mallory.delete(path, "{\"auth\": " + alice.passwordAuth() + "}")
                .isRefused(401, "M_FORBIDDEN");
        mallory.post(
                        DELETE_DEVICES,
                        "{\"devices\": [\"%s\"], \"auth\": %s}"
                                .formatted(alice.deviceId(), mallory.passwordAuth()))
                .isOk();

        assertThat(alice.get(path).isOk().body().has("display_name")).isFalse();
    }

    @Test
    void a16ADeviceIdOfAnotherUserIsAnotherDevice() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session mallory = auth.registered();

        auth.login(
                        mallory.localpart(),
                        AuthDriver.PASSWORD,
                        ", \"device_id\": \"" + alice.deviceId() + "\"")
                .isOk();

        auth.resolve(alice.accessToken()).isOk();
    }
}
