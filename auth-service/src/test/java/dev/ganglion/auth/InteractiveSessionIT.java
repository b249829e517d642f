package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonArray;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.util.List;

/** Sessions of user-interactive authentication in the wrong hands. */
class InteractiveSessionIT extends AuthServiceIT {
    private static final String CHANGE = V3 + "account/password";
    private static final String DEACTIVATE = V3 + "account/deactivate";
    private static final String DELETE_DEVICES = V3 + "delete_devices";
    private static final String NEW_PASSWORD = "\"new_password\": \"another password\", ";

    private static String with(String session) {
        return "{\"auth\": {\"session\": \"%s\"}}".formatted(session);
    }

    private static String withPassword(String session, String password) {
        return "{\"auth\": {\"type\": \"m.login.password\", \"session\": \"%s\", \"password\": \"%s\"}}"
                .formatted(session, password);
    }

    private static String changing(String session) {
        return "{" + NEW_PASSWORD + with(session).substring(1);
    }

    private static List<String> completed(Answer answer) {
        return answer.body().array("completed").orElse(JsonArray.EMPTY).strings().toList();
    }

    /** A session in which the password was shown, and nothing was done yet. */
    private static String completedSession(AuthDriver.Session who) {
        String session = who.post(CHANGE, "{}").asksForStages().string("session");
        who.post(CHANGE, withPassword(session, PASSWORD)).isRefused(400, "M_MISSING_PARAM");
        return session;
    }

    private static void isNoSession(Answer answer, String session) {
        answer.asksForStages().isRefused(401, "M_FORBIDDEN");
        assertThat(completed(answer)).isEmpty();
        assertThat(answer.string("session")).isNotEqualTo(session);
    }

    @Test
    void a05ACompletedStageCountsForNoOtherOperationUserOrDevice() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session tablet = alice.onAnotherDevice();
        AuthDriver.Session mallory = auth.registered();
        String session = completedSession(alice);

        isNoSession(alice.post(DEACTIVATE, with(session)), session);
        isNoSession(alice.delete(V3 + "devices/" + tablet.deviceId(), with(session)), session);
        isNoSession(tablet.post(CHANGE, changing(session)), session);
        isNoSession(mallory.post(CHANGE, changing(session)), session);
        assertThat(auth.post(CHANGE, changing(session)).status()).isEqualTo(401);
        assertThat(auth.post(V3 + "register", with(session)).status()).isEqualTo(401);

        alice.post(CHANGE, changing(session)).isOk();
    }

    @Test
    void a05ACompletedStageCountsInNoOtherSession() {
        AuthDriver.Session alice = auth.registered();
        String fresh = alice.post(CHANGE, "{}").asksForStages().string("session");
        completedSession(alice);

        Answer answer = alice.post(CHANGE, changing(fresh)).asksForStages();

        assertThat(completed(answer)).isEmpty();
        assertThat(alice.post(CHANGE, "{}").asksForStages().string("session")).isNotEqualTo(fresh);
    }

    @Test
    void a05WhoCompletesAnAttackersSessionDoesNothingForTheAttacker() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session mallory = auth.registered();
        String prepared = mallory.post(DEACTIVATE, "{}").asksForStages().string("session");

        isNoSession(alice.post(DEACTIVATE, withPassword(prepared, PASSWORD)), prepared);

        assertThat(completed(mallory.post(DEACTIVATE, with(prepared)).asksForStages())).isEmpty();
        auth.resolve(alice.accessToken()).isOk();
        auth.resolve(mallory.accessToken()).isOk();
    }

    @Test
    void a05ASessionThatIsUsedUpIsNone() {
        AuthDriver.Session alice = auth.registered();
        String session = completedSession(alice);
        alice.post(CHANGE, changing(session)).isOk();

        isNoSession(alice.post(CHANGE, changing(session)), session);
    }

    @Test
    void a05WhatIsConfirmedForSomeDevicesDeletesNoOthers() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session tablet = alice.onAnotherDevice();
        String session =
                alice.post(DELETE_DEVICES, "{\"devices\": [\"OLD\"]}")
                        .asksForStages()
                        .string("session");

        Answer swapped =
                alice.post(
                        DELETE_DEVICES,
                        "{\"devices\": [\"%s\"], %s"
                                .formatted(
                                        tablet.deviceId(),
                                        withPassword(session, PASSWORD).substring(1)));

        isNoSession(swapped, session);
        auth.resolve(tablet.accessToken()).isOk();
    }

    @Test
    void theSameDevicesInAnotherOrderAreTheSame() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session tablet = alice.onAnotherDevice();
        String list = "{\"devices\": [\"OLD\", \"%s\"]}".formatted(tablet.deviceId());
        String session = alice.post(DELETE_DEVICES, list).asksForStages().string("session");

        alice.post(
                        DELETE_DEVICES,
                        "{\"devices\": [\"%s\", \"OLD\", \"OLD\"], %s"
                                .formatted(
                                        tablet.deviceId(),
                                        withPassword(session, PASSWORD).substring(1)))
                .isOk();

        auth.resolve(tablet.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void aDeviceWithSpacesInItsNameAuthenticatesLikeAnother() {
        AuthDriver.Session alice = auth.registered();
        String device = ", \"device_id\": \"my old  phone\"";
        AuthDriver.Session phone =
                auth.as(auth.login(alice.localpart(), PASSWORD, device).string("access_token"));
        String session = phone.post(CHANGE, "{}").asksForStages().string("session");

        String page = V3 + "auth/m.login.password/fallback/web?session=" + session;
        Browser.Shown shown = new Browser(web, tokens).open(page);

        assertThat(shown.html()).contains(alice.userId());
        phone.post(CHANGE, "{" + NEW_PASSWORD + withPassword(session, PASSWORD).substring(1))
                .isOk();
    }

    @Test
    void a05AWrongMethodIsAnotherOperation() {
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session tablet = alice.onAnotherDevice();
        String path = V3 + "devices/" + tablet.deviceId();
        String session = alice.delete(path, "{}").asksForStages().string("session");

        alice.send(HttpMethod.PUT, path, withPassword(session, PASSWORD)).isOk();

        assertThat(completed(alice.delete(path, with(session)).asksForStages())).isEmpty();
    }
}
