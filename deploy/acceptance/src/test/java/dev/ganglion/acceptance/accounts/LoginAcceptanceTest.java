package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.accounts.Confirmation.confirmed;
import static dev.ganglion.acceptance.accounts.Confirmation.user;
import static dev.ganglion.testing.client.Paths.v1;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixClient;
import dev.ganglion.testing.client.MatrixError;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code login.yaml}, {@code login_token.yaml}, {@code refresh.yaml}, {@code logout.yaml}. */
@ExtendWith(Stage.class)
class LoginAcceptanceTest {
    private static final String LOGIN = v3("login");
    private static final String WHOAMI = v3("account", "whoami");

    private final Homeserver server;
    private final MatrixClient anyone;
    private final MatrixSession someone;

    LoginAcceptanceTest(Homeserver server) {
        this.server = server;
        this.anyone = server.client();
        this.someone = server.stranger();
    }

    @Test
    void clientsLearnHowToLogIn() {
        assertThat(anyone.get(LOGIN).array("flows").orElse(JsonArray.EMPTY).objects())
                .extracting(flow -> flow.string("type").orElseThrow())
                .contains("m.login.password", "m.login.token");
    }

    @Test
    void somebodyLogsInByNameOrByIdOnTheDeviceThatTheyName() {
        JsonObject byId = passwordLogin(user(someone), Homeserver.PASSWORD);
        JsonObject byName =
                passwordLogin(
                                user(someone).toBuilder()
                                        .put("user", someone.userId().localpart())
                                        .build(),
                                Homeserver.PASSWORD)
                        .toBuilder()
                        .put("device_id", "SECOND")
                        .put("initial_device_display_name", "The second")
                        .build();

        assertThat(anyone.call("POST", LOGIN, byId).string("user_id"))
                .contains(someone.userId().value());
        assertThat(anyone.call("POST", LOGIN, byName).string("device_id")).contains("SECOND");
        assertThat(someone.get(v3("devices", "SECOND")).string("display_name"))
                .contains("The second");
    }

    @Test
    void aWrongPasswordAndAnUnknownNameAreRefusedInTheSameWords() {
        MatrixError wrong =
                refused(
                        403,
                        "M_FORBIDDEN",
                        () -> anyone.call("POST", LOGIN, passwordLogin(user(someone), "a guess")));
        MatrixError unknown =
                refused(
                        403,
                        "M_FORBIDDEN",
                        () ->
                                anyone.call(
                                        "POST",
                                        LOGIN,
                                        passwordLogin(
                                                user(someone).toBuilder()
                                                        .put("user", "nobody-of-this-name")
                                                        .build(),
                                                "a guess")));

        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void whatIsNoLoginIsRefused() {
        refused(400, "M_MISSING_PARAM", () -> anyone.call("POST", LOGIN, JsonObject.EMPTY));
        refused(
                400,
                "M_UNKNOWN",
                () -> anyone.call("POST", LOGIN, JsonObject.of("type", "m.login.telepathy")));
        refused(
                403,
                "M_FORBIDDEN",
                () -> anyone.call("POST", LOGIN, tokenLogin("glt_that_nobody_has_made")));
    }

    @Test
    void aDeviceLogsAnotherOneIn() {
        JsonObject made = confirmed(someone, "POST", v1("login", "get_token"), JsonObject.EMPTY);
        assertThat(made.integer("expires_in_ms").orElseThrow()).isPositive();
        JsonObject login = tokenLogin(made.string("login_token").orElseThrow());

        MatrixSession second = session(anyone.call("POST", LOGIN, login));

        assertThat(second.get(WHOAMI).string("user_id")).contains(someone.userId().value());
        assertThat(second.deviceId()).isNotEqualTo(someone.deviceId());
        refused(403, "M_FORBIDDEN", () -> anyone.call("POST", LOGIN, login));
        String path = v1("login", "get_token");
        refused(400, "M_BAD_JSON", () -> someone.callWith("POST", path, "[]"));
        refused(401, "M_MISSING_TOKEN", () -> anyone.call("POST", path, JsonObject.EMPTY));
    }

    @Test
    void tokensAreRefreshedAndAStolenOneEndsTheSession() {
        JsonObject login =
                passwordLogin(user(someone), Homeserver.PASSWORD)
                        .with("refresh_token", JsonBoolean.of(true));
        JsonObject first = anyone.call("POST", LOGIN, login);
        MatrixSession device = session(first);

        JsonObject second = refreshed(first);
        JsonObject third = refreshed(second);
        MatrixSession now =
                anyone.resume(
                        device.userId(),
                        device.deviceId(),
                        third.string("access_token").orElseThrow());

        assertThat(now.get(WHOAMI).string("device_id")).contains(device.deviceId().value());
        refused(401, "M_UNKNOWN_TOKEN", () -> device.get(WHOAMI));
        MatrixError theft = refused(401, "M_UNKNOWN_TOKEN", () -> refreshed(first));
        assertThat(theft.body().bool("soft_logout")).contains(true);
        MatrixError end = refused(401, "M_UNKNOWN_TOKEN", () -> now.get(WHOAMI));
        assertThat(end.body().bool("soft_logout")).contains(true);
    }

    @Test
    void anUnknownRefreshTokenIsRefused() {
        refused(
                401,
                "M_UNKNOWN_TOKEN",
                () -> anyone.call("POST", v3("refresh"), JsonObject.of("refresh_token", "none")));
        refused(400, "M_MISSING_PARAM", () -> anyone.call("POST", v3("refresh"), JsonObject.EMPTY));
    }

    @Test
    void logoutEndsOneDeviceAndLogoutOfAllTheRest() {
        String name = someone.userId().localpart();
        MatrixSession second = server.client().login(name, Homeserver.PASSWORD);
        MatrixSession third = server.client().login(name, Homeserver.PASSWORD);

        second.logout();
        refused(401, "M_UNKNOWN_TOKEN", () -> second.get(WHOAMI));
        refused(404, "M_NOT_FOUND", () -> third.get(v3("devices", second.deviceId())));
        third.call("POST", v3("logout", "all"), JsonObject.EMPTY);

        refused(401, "M_UNKNOWN_TOKEN", () -> third.get(WHOAMI));
        refused(401, "M_UNKNOWN_TOKEN", () -> someone.get(WHOAMI));
        refused(401, "M_UNKNOWN_TOKEN", someone::logout);
        refused(
                401,
                "M_MISSING_TOKEN",
                () -> anyone.call("POST", v3("logout", "all"), JsonObject.EMPTY));
    }

    private JsonObject refreshed(JsonObject before) {
        return anyone.call(
                "POST",
                v3("refresh"),
                JsonObject.of("refresh_token", before.string("refresh_token").orElseThrow()));
    }

    private MatrixSession session(JsonObject answer) {
        return anyone.resume(
                someone.userId(),
                new DeviceId(answer.string("device_id").orElseThrow()),
                answer.string("access_token").orElseThrow());
    }

    private static JsonObject passwordLogin(JsonObject identifier, String password) {
        return JsonObject.builder()
                .put("type", "m.login.password")
                .put("identifier", identifier)
                .put("password", password)
                .build();
    }

    private static JsonObject tokenLogin(String token) {
        return JsonObject.builder().put("type", "m.login.token").put("token", token).build();
    }
}
