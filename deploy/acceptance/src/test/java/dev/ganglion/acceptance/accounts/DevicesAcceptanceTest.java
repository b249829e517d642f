package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.accounts.Confirmation.asked;
import static dev.ganglion.acceptance.accounts.Confirmation.confirmed;
import static dev.ganglion.acceptance.accounts.Confirmation.password;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

/** {@code device_management.yaml}. */
@ExtendWith(Stage.class)
class DevicesAcceptanceTest {
    private static final String DELETE_DEVICES = v3("delete_devices");

    private final MatrixSession phone;
    private final MatrixSession laptop;
    private final MatrixSession mallory;

    DevicesAcceptanceTest(Homeserver server) {
        this.phone = server.stranger();
        this.laptop = server.client().login(phone.userId().localpart(), Homeserver.PASSWORD);
        this.mallory = server.person("mallory");
    }

    @Test
    void aUserSeesTheOwnDevicesAndGivesThemNames() {
        phone.call("PUT", device(laptop), JsonObject.of("display_name", "Laptop"));

        assertThat(ids()).containsExactlyInAnyOrder(id(phone), id(laptop));
        assertThat(phone.get(device(laptop)).string("display_name")).contains("Laptop");
        assertThat(phone.get(device(laptop)).string("device_id")).contains(id(laptop));
        refused(
                400,
                "M_INVALID_PARAM",
                () ->
                        phone.call(
                                "PUT",
                                device(laptop),
                                JsonObject.of("display_name", "x".repeat(101))));
    }

    @Test
    void anotherUsersDeviceIsNotThere() {
        refused(404, "M_NOT_FOUND", () -> mallory.get(device(phone)));
        refused(
                404,
                "M_NOT_FOUND",
                () -> mallory.call("PUT", device(phone), JsonObject.of("display_name", "mine")));
        confirmed(mallory, "DELETE", device(phone), JsonObject.EMPTY);

        assertThat(ids()).contains(id(phone));
    }

    @Test
    void aDeviceIsDeletedWithThePasswordOnly() {
        String session = asked(() -> phone.call("DELETE", device(laptop), JsonObject.EMPTY));
        refused(
                401,
                "M_FORBIDDEN",
                () ->
                        phone.call(
                                "DELETE",
                                device(laptop),
                                JsonObject.EMPTY.with(
                                        "auth", password(phone, session, "a guess"))));
        assertThat(ids()).contains(id(laptop));

        confirmed(phone, "DELETE", device(laptop), JsonObject.EMPTY);

        assertThat(ids()).containsExactly(id(phone));
        refused(401, "M_UNKNOWN_TOKEN", () -> laptop.get(v3("devices")));
    }

    @Test
    void severalDevicesAreDeletedAtOnceAndTheirLastOneToo() {
        JsonObject both =
                JsonObject.EMPTY.with(
                        "devices", JsonArray.ofStrings(List.of(id(phone), id(laptop), "ABSENT")));

        refused(400, "M_MISSING_PARAM", () -> phone.call("POST", DELETE_DEVICES, JsonObject.EMPTY));
        confirmed(phone, "POST", DELETE_DEVICES, both);

        refused(401, "M_UNKNOWN_TOKEN", () -> phone.get(v3("devices")));
        refused(401, "M_UNKNOWN_TOKEN", () -> laptop.get(v3("devices")));
    }

    private List<String> ids() {
        return phone.get(v3("devices"))
                .array("devices")
                .orElseThrow()
                .objects()
                .map(device -> device.string("device_id").orElseThrow())
                .toList();
    }

    private static String device(MatrixSession session) {
        return v3("devices", session.deviceId());
    }

    private static String id(MatrixSession session) {
        return session.deviceId().value();
    }
}
