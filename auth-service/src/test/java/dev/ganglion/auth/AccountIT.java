package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.TokenHash;
import dev.ganglion.testing.infrastructure.Infrastructure;

import io.lettuce.core.RedisClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.time.Duration;
import java.util.stream.Collectors;

class AccountIT extends AuthServiceIT {
    private static final String CHANGE = V3 + "account/password";
    private static final String DEACTIVATE = V3 + "account/deactivate";

    @Test
    void whoamiNamesTheBearer() {
        AuthDriver.Session alice = auth.registered();

        Answer answer = alice.get(V3 + "account/whoami").isOk();

        assertThat(answer.string("user_id")).isEqualTo(alice.userId());
        assertThat(answer.string("device_id")).isEqualTo(alice.deviceId());
        assertThat(answer.body().bool("is_guest")).hasValue(false);
    }

    @Test
    void thereAreNoThirdPartyIdentifiers() {
        assertThat(auth.registered().get(V3 + "account/3pid").isOk().body().toString())
                .isEqualTo("{\"threepids\":[]}");
    }

    @Test
    void capabilitiesNameAllRoomVersionsAndTheDefault() {
        JsonObject capabilities =
                auth.registered()
                        .get(V3 + "capabilities")
                        .isOk()
                        .body()
                        .object("capabilities")
                        .orElseThrow();

        JsonObject versions = capabilities.object("m.room_versions").orElseThrow();
        assertThat(versions.string("default")).hasValue("12");
        assertThat(versions.object("available").orElseThrow().keys()).hasSize(12);
        assertThat(versions.object("available").orElseThrow().string("1")).hasValue("stable");
        assertThat(enabled(capabilities, "m.change_password")).isTrue();
        assertThat(enabled(capabilities, "m.set_displayname")).isTrue();
        assertThat(enabled(capabilities, "m.3pid_changes")).isFalse();
        assertThat(enabled(capabilities, "m.get_login_token")).isTrue();
    }

    private static boolean enabled(JsonObject capabilities, String name) {
        return capabilities.object(name).flatMap(one -> one.bool("enabled")).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account/whoami",
                "account/3pid",
                "capabilities",
                "devices",
                "devices/X",
                "keys/query"
            })
    void withoutATokenNothingIsToldAboutAnyone(String path) {
        auth.get(V3 + path).isRefused(401, "M_MISSING_TOKEN");
    }

    @ParameterizedTest
    @CsvSource({"GET, keys/changes", "POST, account/nothing"})
    void whatIsNotHereYetIsUnrecognized(String method, String path) {
        auth.registered()
                .send(HttpMethod.valueOf(method), V3 + path, method.equals("GET") ? null : "{}")
                .isRefused(404, "M_UNRECOGNIZED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/_matrix/client/v1/auth_metadata", V3 + "login/nothing"})
    void whatClientsTryBeforeALoginIsUnrecognized(String path) {
        auth.get(path).isRefused(404, "M_UNRECOGNIZED");
    }

    @Test
    void aWrongMethodIsUnrecognized() {
        auth.registered().delete(V3 + "account/whoami", "{}").isRefused(405, "M_UNRECOGNIZED");
        auth.get(V3 + "register").isRefused(405, "M_UNRECOGNIZED");
    }

    @Test
    void aPasswordChangeMayKeepTheOtherDevices() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session other = alice.onAnotherDevice();

        alice.post(
                        CHANGE,
                        "{\"new_password\": \"another password\", \"logout_devices\": false, \"auth\": %s}"
                                .formatted(alice.passwordAuth()))
                .isOk();

        auth.resolve(other.accessToken()).isOk();
    }

    @Test
    void aPasswordChangeNeedsThePasswordItself() {
        AuthDriver.Session alice = auth.registered();
        String session =
                alice.post(CHANGE, "{\"new_password\": \"another password\"}")
                        .asksForStages()
                        .string("session");

        Answer refused =
                alice.post(
                        CHANGE,
                        "{\"new_password\": \"another password\", \"auth\": {\"type\": \"m.login.password\", \"session\": \"%s\", \"password\": \"wrong\"}}"
                                .formatted(session));

        refused.asksForStages().isRefused(401, "M_FORBIDDEN");
        assertThat(refused.string("session")).isEqualTo(session);
        alice.post(
                        CHANGE,
                        "{\"new_password\": \"another password\", \"auth\": {\"type\": \"m.login.password\", \"session\": \"%s\", \"password\": \"%s\"}}"
                                .formatted(session, PASSWORD))
                .isOk();
    }

    @Test
    void a07TheStageIsLimitedLikeALogin() {
        AuthDriver.Session alice = auth.registered();
        String wrong =
                "{\"new_password\": \"another password\", \"auth\": "
                        + alice.passwordAuth("wrong")
                        + "}";
        for (int i = 0; i < 10; i++) {
            alice.post(CHANGE, wrong).isRefused(401, "M_FORBIDDEN");
        }

        alice.post(CHANGE, wrong).isRefused(429, "M_LIMIT_EXCEEDED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"new_password\": \"short\"} | 400 | M_WEAK_PASSWORD",
                "{\"new_password\": 12345678} | 400 | M_BAD_JSON",
                "{\"new_password\": \"long enough\", \"logout_devices\": \"no\"} | 400 | M_BAD_JSON",
                "{\"new_password\": \"long enough\", \"auth\": []} | 400 | M_BAD_JSON",
                "{\"new_password\": \"long enough\", \"auth\": {\"type\": \"m.login.password\"}} | 400 | M_BAD_JSON",
                "nothing | 400 | M_NOT_JSON"
            })
    void whatCannotBeAPasswordChangeIsRefused(String body, int status, String errcode) {
        auth.registered().post(CHANGE, body).isRefused(status, errcode);
    }

    @Test
    void aNewPasswordIsNeeded() {
        AuthDriver.Session alice = auth.registered();

        alice.post(CHANGE, "{\"auth\": " + alice.passwordAuth() + "}")
                .isRefused(400, "M_MISSING_PARAM");
    }

    @Test
    void a16NobodyChangesAnothersPasswordWithTheirOwn() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session mallory = auth.registered();

        mallory.post(
                        CHANGE,
                        "{\"new_password\": \"stolen account\", \"user_id\": \"%s\", \"auth\": %s}"
                                .formatted(alice.userId(), alice.passwordAuth()))
                .asksForStages()
                .isRefused(401, "M_FORBIDDEN");

        auth.login(alice.localpart(), PASSWORD).isOk();
        auth.login(alice.localpart(), "stolen account").isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void a05NoPasswordGetsIntoRedis() {
        AuthDriver.Session alice = auth.registered();
        String session = alice.post(DEACTIVATE, "{}").string("session");
        alice.post(
                DEACTIVATE,
                "{\"auth\": {\"type\": \"m.login.password\", \"session\": \"%s\", \"password\": \"wrong secret\"}}"
                        .formatted(session));
        alice.post(CHANGE, "{\"auth\": " + alice.passwordAuth() + "}")
                .isRefused(400, "M_MISSING_PARAM");

        assertThat(redisContents())
                .contains(TokenHash.of(session).text())
                .doesNotContain(session)
                .contains("\"completed\":{\"m.login.password\":{}}")
                .doesNotContain("wrong secret")
                .doesNotContain(PASSWORD);
    }

    private static String redisContents() {
        try (RedisClient client = RedisClient.create(Infrastructure.shared().redis().url());
                var connection = client.connect()) {
            var redis = connection.sync();
            return redis.keys("*").stream()
                    .map(key -> key + "=" + redis.get(key))
                    .collect(Collectors.joining("\n"));
        }
    }

    @Test
    void a05ASessionOfOneUserOrDeviceIsNoneForAnother() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session tablet = alice.onAnotherDevice();
        AuthDriver.Session mallory = auth.registered();
        String session = alice.post(DEACTIVATE, "{}").string("session");

        for (AuthDriver.Session other : new AuthDriver.Session[] {tablet, mallory}) {
            Answer answer =
                    other.post(DEACTIVATE, "{\"auth\": {\"session\": \"" + session + "\"}}");
            answer.asksForStages().isRefused(401, "M_FORBIDDEN");
            assertThat(answer.string("session")).isNotEqualTo(session);
        }
    }

    @Test
    void a02ADeactivatedAccountIsClosedForEver() {
        Answer login =
                auth.login(auth.registered().localpart(), PASSWORD, ", \"refresh_token\": true")
                        .isOk();
        AuthDriver.Session alice = auth.as(login.string("access_token"));
        String user = alice.userId();
        String name = alice.localpart();

        Answer answer =
                alice.post(DEACTIVATE, "{\"erase\": true, \"auth\": " + alice.passwordAuth() + "}")
                        .isOk();

        assertThat(answer.string("id_server_unbind_result")).isEqualTo("success");
        auth.resolve(alice.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        auth.login(name, PASSWORD).isRefused(403, "M_FORBIDDEN");
        auth.post(V3 + "refresh", "{\"refresh_token\": \"" + login.string("refresh_token") + "\"}")
                .isRefused(401, "M_UNKNOWN_TOKEN");
        auth.post(V3 + "register", "{\"username\": \"" + name + "\"}")
                .isRefused(400, "M_USER_IN_USE");
        assertThat(RoomServiceDouble.INSTANCE.deactivated()).contains(user);
        assertThat(account(user).body().bool("is_deactivated")).hasValue(true);
    }

    private Answer account(String user) {
        return auth.send(
                HttpMethod.GET, "/internal/accounts/" + user, null, tokens.forService("room"));
    }

    @Test
    void aDeactivationIsCompletedWhenRoomServiceIsBack() {
        AuthDriver.Session alice = auth.registered();
        String user = alice.userId();
        RoomServiceDouble.INSTANCE.setAway(true);
        try {
            alice.post(DEACTIVATE, "{\"auth\": " + alice.passwordAuth() + "}").isOk();
        } finally {
            RoomServiceDouble.INSTANCE.setAway(false);
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> RoomServiceDouble.INSTANCE.deactivated().contains(user));
    }

    @Test
    void aDeactivationNeedsThePassword() {
        AuthDriver.Session alice = auth.registered();

        alice.post(DEACTIVATE, "{}").asksForStages();
        alice.post(DEACTIVATE, "{\"auth\": {\"type\": \"m.login.dummy\"}}")
                .isRefused(401, "M_FORBIDDEN");
        alice.post(DEACTIVATE, "{\"erase\": \"yes\"}").isRefused(400, "M_BAD_JSON");
        auth.resolve(alice.accessToken()).isOk();
    }

    @Test
    void theOtherServicesLearnWhichAccountsExist() {
        AuthDriver.Session alice = auth.registered();

        assertThat(account(alice.userId()).isOk().body().bool("is_deactivated")).hasValue(false);
        assertThat(account(alice.userId()).string("standing")).isEqualTo("GOOD");
        account("@nobody-at-all:test.local").isRefused(404, "M_NOT_FOUND");
        account("@moderation:test.local").isOk();
        account("not-a-user").isRefused(400, "M_INVALID_PARAM");
        auth.send(
                        HttpMethod.GET,
                        "/internal/accounts/" + alice.userId(),
                        null,
                        tokens.forService("media"))
                .isRefused(403, "M_FORBIDDEN");
    }
}
