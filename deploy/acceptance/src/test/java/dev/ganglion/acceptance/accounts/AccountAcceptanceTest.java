package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.accounts.Confirmation.asked;
import static dev.ganglion.acceptance.accounts.Confirmation.confirmed;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code whoami.yaml}, {@code password_management.yaml}, {@code account_deactivation.yaml}, as far
 * as they need no mail.
 */
@ExtendWith(Stage.class)
class AccountAcceptanceTest {
    private static final String WHOAMI = v3("account", "whoami");
    private static final String PASSWORD = v3("account", "password");
    private static final String DEACTIVATE = v3("account", "deactivate");

    private final Homeserver server;
    private final MatrixSession someone;
    private final MatrixSession elsewhere;
    private final String name;

    AccountAcceptanceTest(Homeserver server) {
        this.server = server;
        this.someone = server.stranger();
        this.name = someone.userId().localpart();
        this.elsewhere = server.client().login(name, Homeserver.PASSWORD);
    }

    @Test
    void aTokenSaysWhoseItIsAndOnWhichDevice() {
        JsonObject answer = someone.get(WHOAMI);

        assertThat(answer.string("user_id")).contains(someone.userId().value());
        assertThat(answer.string("device_id")).contains(someone.deviceId().value());
        assertThat(answer.bool("is_guest").orElse(false)).isFalse();
        refused(401, "M_MISSING_TOKEN", () -> server.client().get(WHOAMI));
    }

    @Test
    void anotherPasswordLogsOutAllOtherDevices() {
        confirmed(someone, "POST", PASSWORD, JsonObject.of("new_password", "another password"));

        assertThat(someone.get(WHOAMI).string("user_id")).contains(someone.userId().value());
        refused(401, "M_UNKNOWN_TOKEN", () -> elsewhere.get(WHOAMI));
        refused(403, "M_FORBIDDEN", () -> server.client().login(name, Homeserver.PASSWORD));
        assertThat(server.client().login(name, "another password").userId())
                .isEqualTo(someone.userId());
    }

    @Test
    void otherDevicesStayIfTheUserWantsThemTo() {
        JsonObject request =
                JsonObject.of("new_password", "another password")
                        .with("logout_devices", JsonBoolean.of(false));

        confirmed(someone, "POST", PASSWORD, request);

        assertThat(elsewhere.get(WHOAMI).string("user_id")).contains(someone.userId().value());
    }

    @Test
    void aWeakPasswordAndNoPasswordAreRefused() {
        refused(
                400,
                "M_WEAK_PASSWORD",
                () -> someone.call("POST", PASSWORD, JsonObject.of("new_password", "weak")));
        refused(
                401,
                "M_MISSING_TOKEN",
                () ->
                        server.client()
                                .call("POST", PASSWORD, JsonObject.of("new_password", "good one")));
    }

    @Test
    void whoDeactivatesTheAccountIsGoneForGood() {
        asked(() -> someone.call("POST", DEACTIVATE, JsonObject.EMPTY));
        assertThat(someone.get(WHOAMI).string("user_id")).isPresent();

        JsonObject answer = confirmed(someone, "POST", DEACTIVATE, JsonObject.EMPTY);

        assertThat(answer.string("id_server_unbind_result")).isPresent();
        refused(401, "M_UNKNOWN_TOKEN", () -> someone.get(WHOAMI));
        refused(401, "M_UNKNOWN_TOKEN", () -> elsewhere.get(WHOAMI));
        refused(403, "M_FORBIDDEN", () -> server.client().login(name, Homeserver.PASSWORD));
        refused(
                400,
                "M_USER_IN_USE",
                () -> server.client().get(v3("register", "available") + "?username=" + name));
    }
}
