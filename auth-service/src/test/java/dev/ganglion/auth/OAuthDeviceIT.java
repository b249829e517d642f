package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.freshName;
import static dev.ganglion.auth.OAuthClient.OAUTH;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** The device authorization grant: a device without a browser is signed in from another one. */
class OAuthDeviceIT extends OAuthServiceIT {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final String deviceId = "TV" + freshName();

    private Answer begun(OAuthClient app) {
        return app.post(
                        "device_authorization",
                        Map.of("client_id", app.id(), "scope", OAuthClient.scope(deviceId)))
                .isOk();
    }

    private static Answer poll(OAuthClient app, Answer waiting) {
        return app.post(
                "token",
                Map.of(
                        "grant_type", GRANT,
                        "client_id", app.id(),
                        "device_code", waiting.string("device_code")));
    }

    private static WebBrowser.Shown decided(WebBrowser browser, Answer waiting, String decision) {
        String link = waiting.string("verification_uri_complete");
        WebBrowser.Shown enter = browser.follow(link).isPage();
        assertThat(enter.html())
                .as("the code is filled in and nothing is shown yet")
                .contains("value=\"" + waiting.string("user_code") + "\"")
                .doesNotContain("Some App");
        WebBrowser.Shown consent =
                browser.submit(
                                OAUTH + "device",
                                enter,
                                Map.of("user_code", waiting.string("user_code")))
                        .isPage();
        assertThat(consent.html()).contains("Some App", waiting.string("user_code"));
        return browser.submit(OAUTH + "device", consent, Map.of("decision", decision)).isPage();
    }

    @Test
    void aDeviceIsSignedInOnceItsUserHasSaidYes() {
        String name = freshName();
        WebBrowser browser = browserOf(name);
        OAuthClient app = app();
        Answer waiting = begun(app);
        assertThat(waiting.string("user_code"))
                .matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
        assertThat(waiting.body().integer("interval")).hasValue(5L);
        assertThat(waiting.body().integer("expires_in")).hasValue(900L);
        isError(poll(app, waiting), 400, "authorization_pending");

        decided(browser, waiting, "allow");
        Answer issued = poll(app, waiting).isOk();

        AuthDriver.Session session = auth.as(issued.string("access_token"));
        assertThat(session.userId()).isEqualTo("@" + name + ":test.local");
        assertThat(session.deviceId()).isEqualTo(deviceId);
        app.refresh(issued.string("refresh_token")).isOk();
        isError(poll(app, waiting), 400, "invalid_grant");
    }

    @Test
    void aDeviceThatAsksTooOftenIsToldToSlowDown() {
        OAuthClient app = app();
        Answer waiting = begun(app);

        isError(poll(app, waiting), 400, "authorization_pending");
        isError(poll(app, waiting), 400, "slow_down");
    }

    @Test
    void aDeviceHearsThatItsUserSaidNoOrCameTooLate() {
        WebBrowser browser = browserOf(freshName());
        OAuthClient app = app();
        Answer denied = begun(app);
        decided(browser, denied, "deny");
        isError(poll(app, denied), 400, "access_denied");

        Answer late = begun(app);
        sql(
                "update auth.oauth_device_grant set expires_at = now() where device_id = '"
                        + deviceId
                        + "'");
        isError(poll(app, late), 400, "expired_token");
        WebBrowser.Shown enter = browser.get(OAUTH + "device").isPage();
        assertThat(
                        browser.submit(
                                        OAUTH + "device",
                                        enter,
                                        Map.of("user_code", late.string("user_code")))
                                .status())
                .isEqualTo(404);
    }

    @Test
    void a16ADeviceCodeIsGoodForItsClientAlone() {
        OAuthClient app = app();
        Answer waiting = begun(app);
        decided(browserOf(freshName()), waiting, "allow");
        OAuthClient other = app(OAuthClient.WEB.replace("Some App", "Fourth App"));

        isError(poll(other, waiting), 400, "invalid_grant");
        poll(app, waiting).isOk();
    }

    @Test
    void a07CodesCannotBeGuessed() {
        WebBrowser browser = browserOf(freshName());
        WebBrowser.Shown enter = browser.get(OAUTH + "device").isPage();

        for (int i = 0; i < 10; i++) {
            assertThat(
                            browser.submit(
                                            OAUTH + "device",
                                            enter,
                                            Map.of("user_code", i == 0 ? "!?" : "BBBB-BBBB"))
                                    .status())
                    .isEqualTo(404);
        }

        Answer waiting = begun(app());
        assertThat(
                        browser.submit(
                                        OAUTH + "device",
                                        enter,
                                        Map.of("user_code", waiting.string("user_code")))
                                .status())
                .isEqualTo(429);
    }

    @Test
    void a07ACodeThatIsRightForgetsNoWrongPassword() {
        String name = freshName();
        WebBrowser browser = browserOf(name);
        for (int i = 0; i < 9; i++) {
            auth.login(name, "wrong").isRefused(403, "M_FORBIDDEN");
        }

        decided(browser, begun(app()), "allow");

        auth.login(name, "wrong").isRefused(403, "M_FORBIDDEN");
        auth.login(name, AuthDriver.PASSWORD).isRefused(429, "M_LIMIT_EXCEEDED");
    }

    @Test
    void aClientThatDidNotSaySoMayNotHaveDevicesWait() {
        OAuthClient app =
                app(OAuthClient.WEB.replace(", \"" + GRANT + "\"", "").replace("Some", "No"));

        isError(
                app.post(
                        "device_authorization",
                        Map.of("client_id", app.id(), "scope", OAuthClient.scope(deviceId))),
                400,
                "unauthorized_client");
        isError(
                app().post("device_authorization", Map.of("client_id", app().id())),
                400,
                "invalid_scope");
    }
}
