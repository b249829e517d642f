package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.accounts.Confirmation.asked;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixClient;
import dev.ganglion.testing.client.Paths;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.UUID;

/** {@code registration.yaml}, on a server that is open to everybody and sends no mail. */
@ExtendWith(Stage.class)
class RegistrationAcceptanceTest {
    private static final String REGISTER = v3("register");

    private final Homeserver server;
    private final MatrixClient anyone;

    RegistrationAcceptanceTest(Homeserver server) {
        this.server = server;
        this.anyone = server.client();
    }

    @Test
    void whoeverRegistersIsLoggedInOnTheDeviceThatTheyName() {
        String name = freshName();
        assertThat(available(name).bool("available")).contains(true);

        JsonObject answer =
                registered(
                        """
                        {"username": "%s", "password": "a good password", "device_id": "MYDEVICE",
                         "initial_device_display_name": "Phone", "refresh_token": true}
                        """
                                .formatted(name));

        assertThat(answer.string("user_id").orElseThrow()).startsWith("@" + name + ":");
        assertThat(answer.string("device_id")).contains("MYDEVICE");
        assertThat(answer.string("access_token")).isPresent();
        assertThat(answer.string("refresh_token")).isPresent();
        assertThat(answer.integer("expires_in_ms").orElseThrow()).isPositive();
        refused(400, "M_USER_IN_USE", () -> available(name));
    }

    @Test
    void anAccountCanBeMadeWithoutALogin() {
        JsonObject answer =
                registered(
                        """
                        {"username": "%s", "password": "a good password", "inhibit_login": true}
                        """
                                .formatted(freshName()));

        assertThat(answer.keys()).contains("user_id").doesNotContain("access_token", "device_id");
    }

    @ParameterizedTest
    @CsvSource({
        "alice, M_USER_IN_USE",
        "with blank, M_INVALID_USERNAME",
        "älice, M_INVALID_USERNAME",
        "_bridge_me, M_EXCLUSIVE"
    })
    void namesThatCannotBeHadAreRefusedBeforeAnybodyIsAskedForMore(String name, String errcode) {
        server.person("alice");
        JsonObject request =
                JsonObject.builder()
                        .put("username", name)
                        .put("password", "a good password")
                        .build();

        refused(400, errcode, () -> anyone.call("POST", REGISTER, request));
        refused(400, errcode, () -> available(name));
    }

    @Test
    void aWeakPasswordIsRefused() {
        JsonObject request =
                JsonObject.builder().put("username", freshName()).put("password", "weak").build();

        refused(400, "M_WEAK_PASSWORD", () -> anyone.call("POST", REGISTER, request));
    }

    @Test
    void thereAreNoGuests() {
        refused(
                403,
                "M_GUEST_ACCESS_FORBIDDEN",
                () -> anyone.call("POST", REGISTER + "?kind=guest", JsonObject.EMPTY));
    }

    @Test
    void aTokenOfNobodyIsNotValid() {
        JsonObject answer =
                anyone.get(
                        Paths.v1("register", "m.login.registration_token", "validity")
                                + "?token=none");

        assertThat(answer.toString()).isEqualTo("{\"valid\":false}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "account/password", "account/3pid"})
    void withoutAMailServerNoAddressIsProvedAndNoPhoneNumberEver(String what) {
        JsonObject email =
                Json.parseObject(
                        """
                        {"email": "somebody@mail.example", "client_secret": "secret", "send_attempt": 1}
                        """);
        JsonObject phone =
                Json.parseObject(
                        """
                        {"country": "GB", "phone_number": "07700900001", "client_secret": "secret",
                         "send_attempt": 1}
                        """);

        String path = v3() + "/" + what;
        refused(
                400,
                "M_THREEPID_MEDIUM_NOT_SUPPORTED",
                () -> anyone.call("POST", path + "/email/requestToken", email));
        refused(
                400,
                "M_THREEPID_MEDIUM_NOT_SUPPORTED",
                () -> anyone.call("POST", path + "/msisdn/requestToken", phone));
    }

    private JsonObject registered(String json) {
        JsonObject request = Json.parseObject(json);
        String session = asked(() -> anyone.call("POST", REGISTER, request));
        JsonObject auth =
                JsonObject.builder().put("type", "m.login.dummy").put("session", session).build();
        return anyone.call("POST", REGISTER, request.with("auth", auth));
    }

    private JsonObject available(String name) {
        return anyone.get(v3("register", "available") + "?username=" + Paths.escaped(name));
    }

    private static String freshName() {
        return "new-" + UUID.randomUUID();
    }
}
