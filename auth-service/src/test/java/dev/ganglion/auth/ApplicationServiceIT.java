package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.testing.GanglionTest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

@GanglionTest(
        properties = {
            "ganglion.registration=open",
            "ganglion.registration-shared-secret=a shared secret",
            "ganglion.password.memory=64KB",
            "ganglion.password.passes=1",
            "ganglion.application-services=src/test/resources/appservice/irc.yaml,src/test/resources/appservice/puppets.yaml"
        })
class ApplicationServiceIT extends AuthServiceIT {
    private static final String IRC = "as-token-of-the-irc-bridge";
    private static final String PUPPETS = "as-token-of-the-puppeteer";

    private final String name = "_irc_" + UUID.randomUUID();
    private final String user = "@" + name + ":test.local";

    @Test
    void withoutAnAssertionItIsItsSender() {
        Answer answer = resolve(IRC, JsonObject.EMPTY).isOk();

        assertThat(answer.string("user_id")).isEqualTo("@_irc_bot:test.local");
        assertThat(answer.string("application_service")).isEqualTo("irc");
        assertThat(answer.body().has("device_id")).isFalse();
        assertThat(answer.body().bool("is_rate_limited")).contains(false);
        assertThat(as(IRC, JsonObject.EMPTY, HttpMethod.GET, "account/whoami", "").isOk().body())
                .isEqualTo(
                        JsonObject.builder()
                                .put("user_id", "@_irc_bot:test.local")
                                .put("is_guest", false)
                                .build());
    }

    @Test
    void aSenderIsThereFromTheStart() {
        await().untilAsserted(
                        () ->
                                auth.send(
                                                HttpMethod.GET,
                                                "/internal/accounts/@puppeteer:test.local",
                                                null,
                                                tokens.forService("room"))
                                        .isOk());
    }

    @Test
    void itActsAsTheUsersThatItRegistered() {
        register(IRC, "").isOk();

        Answer answer = resolve(IRC, JsonObject.of("user_id", user)).isOk();

        assertThat(answer.string("user_id")).isEqualTo(user);
        assertThat(answer.string("application_service")).isEqualTo("irc");
        assertThat(answer.body().bool("is_rate_limited")).contains(true);
        assertThat(
                        as(
                                        IRC,
                                        JsonObject.of("user_id", user),
                                        HttpMethod.GET,
                                        "account/whoami",
                                        "")
                                .string("user_id"))
                .isEqualTo(user);
    }

    @Test
    void itActsAsUsersOfOthersWhereItsNamespacesSayAndNotRateLimited() {
        String human = auth.registered().userId();

        Answer answer = resolve(PUPPETS, JsonObject.of("user_id", human)).isOk();

        assertThat(answer.string("user_id")).isEqualTo(human);
        assertThat(answer.body().bool("is_rate_limited")).contains(false);
    }

    @Test
    @DisplayName("A12: it cannot be somebody outside of its namespaces")
    void a12_itCannotBeSomebodyOutsideOfItsNamespaces() {
        String human = auth.registered().userId();

        for (String other :
                new String[] {
                    human, "@puppeteer:test.local", "@_irc_a:example.org", "@nobody:test.local"
                }) {
            resolve(IRC, JsonObject.of("user_id", other)).isRefused(403, "M_FORBIDDEN");
        }
    }

    @Test
    void aUserWhoDoesNotExistIsForbidden() {
        resolve(IRC, JsonObject.of("user_id", user)).isRefused(403, "M_FORBIDDEN");
        resolve(PUPPETS, JsonObject.of("user_id", "@server:test.local"))
                .isRefused(403, "M_FORBIDDEN");
    }

    @Test
    @DisplayName("A02: a deactivated user is nobody's any more")
    void a02_aDeactivatedUserIsNobodysAnyMore() {
        register(IRC, "").isOk();
        sql("update auth.account set deactivated_at = now() where user_id = '" + user + "'");

        resolve(IRC, JsonObject.of("user_id", user)).isRefused(403, "M_FORBIDDEN");
        login(IRC, user).isRefused(403, "M_USER_DEACTIVATED");
        register(IRC, "").isRefused(400, "M_USER_IN_USE");
    }

    @Test
    void itActsOnTheDevicesOfItsUsers() {
        register(IRC, ", \"device_id\": \"PHONE\"").isOk();
        JsonObject onPhone =
                JsonObject.builder().put("user_id", user).put("device_id", "PHONE").build();

        Answer answer = resolve(IRC, onPhone).isOk();

        assertThat(answer.string("device_id")).isEqualTo("PHONE");
        assertThat(
                        as(IRC, onPhone, HttpMethod.GET, "account/whoami", "")
                                .isOk()
                                .string("device_id"))
                .isEqualTo("PHONE");
    }

    @Test
    void aDeviceThatTheUserDoesNotHaveIsUnknown() {
        register(IRC, ", \"device_id\": \"PHONE\"").isOk();

        resolve(IRC, JsonObject.builder().put("user_id", user).put("device_id", "X").build())
                .isRefused(400, "M_UNKNOWN_DEVICE");
        resolve(IRC, JsonObject.of("device_id", "PHONE")).isRefused(400, "M_UNKNOWN_DEVICE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user_id\": \"alice\"}",
                "{\"user_id\": \"\"}",
                "{\"device_id\": \"\"}",
            })
    void whatIsNoUserAndNoDeviceIsRefused(String assertion) {
        resolve(IRC, Json.parseObject(assertion)).isRefused(400, "M_INVALID_PARAM");
    }

    @Test
    @DisplayName("A12: a user's own token means the user, whoever is asserted")
    void a12_aUsersTokenMeansTheUser() {
        var human = auth.registered();

        Answer answer =
                resolve(human.accessToken(), JsonObject.of("user_id", "@_irc_bot:test.local"));

        assertThat(answer.isOk().string("user_id")).isEqualTo(human.userId());
        assertThat(answer.body().has("application_service")).isFalse();
        assertThat(answer.body().bool("is_rate_limited")).contains(true);
    }

    @Test
    void itRegistersUsersWhoAreLoggedIn() {
        Answer registered =
                register(
                                IRC,
                                """
                                , "device_id": "PHONE", "initial_device_display_name": "Bridge", "refresh_token": true
                                """)
                        .isOk();

        assertThat(registered.string("user_id")).isEqualTo(user);
        assertThat(registered.string("device_id")).isEqualTo("PHONE");
        assertThat(registered.body().has("refresh_token")).isTrue();
        var session = auth.as(registered.string("access_token"));
        assertThat(session.userId()).isEqualTo(user);
        assertThat(session.get(V3 + "devices/PHONE").string("display_name")).isEqualTo("Bridge");
    }

    @Test
    void aLoginIsInhibitedWhereItIsNotWanted() {
        Answer registered = register(IRC, ", \"inhibit_login\": true").isOk();

        assertThat(registered.string("user_id")).isEqualTo(user);
        assertThat(registered.body().has("access_token")).isFalse();
        assertThat(registered.body().has("device_id")).isFalse();
    }

    @Test
    void whomItRegisteredHasNoPassword() {
        register(IRC, ", \"password\": \"" + PASSWORD + "\"").isOk();

        auth.login(user, PASSWORD).isRefused(403, "M_FORBIDDEN");
        auth.login(user, "").isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void aUserIsRegisteredOnce() {
        register(IRC, "").isOk();

        register(IRC, "").isRefused(400, "M_USER_IN_USE");
        register(IRC, "_irc_bot", "").isRefused(400, "M_USER_IN_USE");
    }

    @Test
    @DisplayName("A12: it registers nobody outside of its namespaces or inside of another's")
    void a12_itRegistersNobodyOutsideOfItsNamespaces() {
        register(IRC, "outside-" + UUID.randomUUID(), "").isRefused(400, "M_EXCLUSIVE");
        register(IRC, "puppeteer", "").isRefused(400, "M_EXCLUSIVE");
        register(PUPPETS, name, "").isRefused(400, "M_EXCLUSIVE");
        register(PUPPETS, "server", "").isRefused(400, "M_USER_IN_USE");
    }

    @Test
    void aNameIsNeededAndHasToBeOne() {
        as(IRC, JsonObject.EMPTY, HttpMethod.POST, "register", typed(""))
                .isRefused(400, "M_MISSING_PARAM");
        register(IRC, "_irc_:", "").isRefused(400, "M_INVALID_USERNAME");
        register(IRC, "_irc_" + "a".repeat(300), "").isRefused(400, "M_INVALID_USERNAME");
        as(
                        IRC,
                        JsonObject.EMPTY,
                        HttpMethod.POST,
                        "register?kind=guest",
                        typed(", \"username\": \"" + name + "\""))
                .isRefused(403, "M_GUEST_ACCESS_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "login"})
    void withoutATokenOfAnApplicationServiceNobodyComesInThatWay(String endpoint) {
        String body = typed(", \"username\": \"" + name + "\", \"user\": \"" + name + "\"");

        auth.post(V3 + endpoint, body).isRefused(401, "M_MISSING_TOKEN");
        auth.send(
                        HttpMethod.POST,
                        V3 + endpoint,
                        body.getBytes(StandardCharsets.UTF_8),
                        headers -> {
                            tokens.forNobody().accept(headers);
                            headers.set(InternalHeaders.TOKEN_REFUSED, "true");
                        })
                .isRefused(401, "M_UNKNOWN_TOKEN");
        auth.registered().post(V3 + endpoint, body).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    @DisplayName("A11: names in an exclusive namespace are nobody else's")
    void a11_namesInAnExclusiveNamespaceAreNobodyElses() {
        String taken = "irc_" + UUID.randomUUID();

        auth.get(V3 + "register/available?username=" + taken).isRefused(400, "M_EXCLUSIVE");
        auth.get(V3 + "register/available?username=" + taken.toUpperCase(Locale.ROOT))
                .isRefused(400, "M_EXCLUSIVE");
        auth.get(V3 + "register/available?username=puppeteer").isRefused(400, "M_EXCLUSIVE");
        auth.post(
                        V3 + "register",
                        """
                        {"username": "%s", "password": "%s", "auth": {"type": "m.login.dummy"}}
                        """
                                .formatted(taken, PASSWORD))
                .isRefused(400, "M_EXCLUSIVE");
        auth.get(V3 + "register/available?username=free-" + UUID.randomUUID()).isOk();
    }

    @Test
    void itLogsInAsItsUsersWithEverythingThatALoginMayAskFor() {
        register(IRC, ", \"inhibit_login\": true").isOk();

        Answer answer =
                as(
                                IRC,
                                JsonObject.EMPTY,
                                HttpMethod.POST,
                                "login",
                                typed(
                                        """
                                        , "identifier": {"type": "m.id.user", "user": "%s"}, "device_id": "TABLET",
                                        "initial_device_display_name": "Bridge", "refresh_token": true
                                        """
                                                .formatted(name)))
                        .isOk();

        assertThat(answer.string("user_id")).isEqualTo(user);
        assertThat(answer.string("device_id")).isEqualTo("TABLET");
        assertThat(answer.body().has("refresh_token")).isTrue();
        assertThat(auth.as(answer.string("access_token")).userId()).isEqualTo(user);
    }

    @Test
    void itLogsInAsItsSenderAndByTheWholeUserId() {
        await().untilAsserted(() -> login(IRC, "@_irc_bot:test.local").isOk());
        register(IRC, "").isOk();

        login(IRC, user).isOk();
    }

    @Test
    void nobodyElseIsLoggedInAs() {
        login(IRC, auth.registered().userId()).isRefused(400, "M_EXCLUSIVE");
        login(IRC, "@_irc_a:example.org").isRefused(400, "M_EXCLUSIVE");
        login(IRC, user).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void theLoginTypeIsOffered() {
        assertThat(auth.get(V3 + "login").isOk().body().toString())
                .contains("m.login.password", "m.login.application_service");
    }

    private Answer register(String token, String more) {
        return register(token, name, more);
    }

    private Answer register(String token, String username, String more) {
        return as(
                token,
                JsonObject.EMPTY,
                HttpMethod.POST,
                "register",
                typed(", \"username\": \"" + username + "\"" + more));
    }

    private Answer login(String token, String who) {
        return as(
                token,
                JsonObject.EMPTY,
                HttpMethod.POST,
                "login",
                typed(", \"identifier\": {\"type\": \"m.id.user\", \"user\": \"" + who + "\"}"));
    }

    private static String typed(String more) {
        return "{\"type\": \"m.login.application_service\"" + more + "}";
    }

    private Answer resolve(String token, JsonObject assertion) {
        JsonObject.Builder question = assertion.toBuilder().put("access_token", token);
        return auth.send(
                HttpMethod.POST,
                "/internal/tokens/resolve",
                question.build().toString().getBytes(StandardCharsets.UTF_8),
                tokens.forService("gateway"));
    }

    /** As the gateway would: with the internal token of whom it asserts to be. */
    private Answer as(
            String token, JsonObject assertion, HttpMethod method, String path, String body) {
        String internal = resolve(token, assertion).isOk().string("internal_token");
        byte[] bytes =
                Optional.of(body)
                        .filter(text -> !text.isEmpty())
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .orElse(null);
        return auth.send(
                method,
                V3 + path,
                bytes,
                headers -> {
                    tokens.forNobody().accept(headers);
                    headers.setBearerAuth(internal);
                });
    }
}
