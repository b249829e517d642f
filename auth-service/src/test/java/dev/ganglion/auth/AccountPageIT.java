package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.freshName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.auth.crosssigningreset.CrossSigningReset;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import reactor.core.Disposable;

import java.util.Map;

/** The pages on which users look after their account. */
class AccountPageIT extends OAuthServiceIT {
    private static final String ACCOUNT = "/_ganglion/account";
    private static final String ACTION = ACCOUNT + "?action=org.matrix.";

    @Autowired private CrossSigningReset crossSigning;
    @Autowired private ApplicationContext context;

    private final String name = freshName();
    private final String userId = "@" + name + ":test.local";

    @ParameterizedTest
    @CsvSource({
        "'', Your account",
        "profile, Your account",
        "something_else, Your account",
        "devices_list, Where you are signed in",
        "sessions_list, Where you are signed in",
        "device_view&device_id=PAGEDEVICE, A device of yours",
        "session_view&device_id=PAGEDEVICE, A device of yours",
        "device_delete&device_id=PAGEDEVICE, A device of yours",
        "session_end&device_id=PAGEDEVICE, A device of yours",
        "account_deactivate, Deactivate your account",
        "cross_signing_reset, Reset your cryptographic identity",
    })
    void aLinkOfAClientLeadsToItsPageAfterSigningIn(String action, String title) {
        auth.register(name);
        auth.login(name, PASSWORD, ", \"device_id\": \"PAGEDEVICE\"").isOk();
        WebBrowser browser = browser();
        String link = action.isEmpty() ? ACCOUNT : ACTION + action;

        WebBrowser.Shown signIn = browser.follow(browser.get(link).location()).isPage();
        String back =
                browser.submit(
                                "/_ganglion/sign-in",
                                signIn,
                                Map.of("user", name, "password", PASSWORD))
                        .location();

        assertThat(back).isEqualTo(WebBrowser.ORIGIN + link);
        assertThat(browser.follow(back).isPage().html())
                .contains("<title>" + title + "</title>", userId);
    }

    @Test
    void devicesAreListedWithTheirAppsAndSignedOutOneByOne() {
        WebBrowser browser = browserOf(name);
        Answer kept = app().signedIn(browser, "KEPTDEVICE");
        Answer gone = app().signedIn(browser, "GONEDEVICE");

        WebBrowser.Shown list = browser.get(ACTION + "devices_list").isPage();
        assertThat(list.html()).contains("KEPTDEVICE", "GONEDEVICE", "App of example.com");
        assertThat(list.html().split("App of example.com", -1))
                .as("one host for each app")
                .hasSize(3);
        assertThat(browser.get(ACTION + "device_view&device_id=KEPTDEVICE").isPage().html())
                .contains("App of example.com");
        browser.submit(ACCOUNT + "/device-delete", list, Map.of("device_id", "GONEDEVICE"))
                .isPage();

        auth.resolve(gone.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
        auth.resolve(kept.string("access_token")).isOk();
        assertThat(browser.get(ACTION + "devices_list").html()).doesNotContain("GONEDEVICE");
    }

    @Test
    void a16NobodySeesOrSignsOutAnotherUsersDevice() {
        WebBrowser alice = browserOf(freshName());
        Answer alices = app().signedIn(alice, "ALICESDEVICE");
        WebBrowser browser = browserOf(name);

        assertThat(browser.get(ACTION + "device_view&device_id=ALICESDEVICE").status())
                .isEqualTo(404);
        WebBrowser.Shown list = browser.get(ACTION + "devices_list").isPage();
        browser.submit(ACCOUNT + "/device-delete", list, Map.of("device_id", "ALICESDEVICE"));
        assertThat(
                        browser.submit(
                                        ACCOUNT + "/device-delete",
                                        list,
                                        Map.of("device_id", "x".repeat(300)))
                                .status())
                .isEqualTo(404);

        auth.resolve(alices.string("access_token")).isOk();
    }

    @Test
    void whoSignsOutEverywhereElseStaysInThisBrowserAlone() {
        WebBrowser browser = browserOf(name);
        WebBrowser other = browser().signedIn(name, PASSWORD);
        OAuthClient app = app();
        Answer device = app.signedIn(other, "OTHERDEVICE");
        String code = app.code(other, "WAITINGDEVICE");
        sql(
                "insert into auth.oauth_device_grant (device_code_hash, user_code_hash, client_id, device_id, scope, interval_seconds, expires_at, user_id) select sha256('%1$s'), sha256('%1$s'), '%2$s', 'D', 's', 5, now() + interval '1 hour', '%3$s'"
                        .formatted(name, app.id(), userId));

        WebBrowser.Shown list = browser.get(ACTION + "devices_list").isPage();
        browser.submit(ACCOUNT + "/sign-out-others", list, Map.of()).isPage();

        auth.resolve(device.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
        assertThat(app.exchange(code).status()).isEqualTo(400);
        assertThat(count("oauth_device_grant where user_id = '" + userId + "'")).isZero();
        assertThat(other.get(ACCOUNT).location()).contains("/_ganglion/sign-in");
        browser.get(ACCOUNT).isPage();

        browser.submit(ACCOUNT + "/sign-out", list, Map.of()).location();
        assertThat(browser.cookies()).doesNotContainKey("__Host-ganglion-session");
        assertThat(browser.get(ACCOUNT).location()).contains("/_ganglion/sign-in");
    }

    @Test
    void a03SigningOutEverywhereElseIsFinishedAlthoughTheBrowserGoesAway() {
        WebBrowser browser = browserOf(name);
        WebBrowser other = browser().signedIn(name, PASSWORD);
        AuthDriver.Session device =
                auth.as(app().signedIn(other, "OTHERDEVICE").string("access_token"));
        JsonObject keys = EncryptionKeys.deviceKeys(userId, "OTHERDEVICE", EncryptionKeys.fresh());
        device.post(EncryptionKeys.UPLOAD, EncryptionKeys.body("device_keys", keys)).isOk();
        WebBrowser.Shown list = browser.get(ACTION + "devices_list").isPage();
        HttpHeaders caller = new HttpHeaders();
        tokens.forNobody().accept(caller);
        var request =
                MockServerHttpRequest.post(ACCOUNT + "/sign-out-others")
                        .headers(caller)
                        .cookies(cookies(browser))
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .body("form_token=" + list.hidden().getOrDefault("form_token", ""));

        try (var change = new HeldInserts(database, "device_list_change")) {
            Disposable answer =
                    WebHttpHandlerBuilder.applicationContext(context)
                            .build()
                            .handle(request, new MockServerHttpResponse())
                            .subscribe();
            change.awaitSomebody();
            answer.dispose();
        }

        await().untilAsserted(() -> assertThat(other.get(ACCOUNT).status()).isEqualTo(303));
        auth.resolve(device.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        browser.get(ACCOUNT).isPage();
    }

    private static MultiValueMap<String, HttpCookie> cookies(WebBrowser browser) {
        MultiValueMap<String, HttpCookie> cookies = new LinkedMultiValueMap<>();
        browser.cookies().forEach((name, value) -> cookies.add(name, new HttpCookie(name, value)));
        return cookies;
    }

    @Test
    void thePasswordIsChangedByWhoKnowsItAndThisBrowserStaysSignedIn() {
        WebBrowser browser = browserOf(name);
        WebBrowser other = browser().signedIn(name, PASSWORD);
        Answer device = app().signedIn(other, "CHANGEDDEVICE");
        WebBrowser.Shown page = browser.get(ACCOUNT).isPage();
        String changed = "another long password";
        Map<String, String> fields =
                Map.of(
                        "password", PASSWORD,
                        "new_password", changed,
                        "new_password_again", changed,
                        "sign_out", "yes");

        assertThat(changed(browser, page, fields, "password", "wrong one").status()).isEqualTo(403);
        assertThat(changed(browser, page, fields, "new_password_again", "no").status())
                .isEqualTo(400);
        assertThat(changed(browser, page, fields, "sign_out", "yes").isPage().html())
                .contains("Your password is changed");

        browser.get(ACCOUNT).isPage();
        assertThat(other.get(ACCOUNT).location()).contains("/_ganglion/sign-in");
        auth.resolve(device.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
        auth.login(name, PASSWORD).isRefused(403, "M_FORBIDDEN");
        auth.login(name, changed).isOk();
    }

    private static WebBrowser.Shown changed(
            WebBrowser browser,
            WebBrowser.Shown page,
            Map<String, String> fields,
            String field,
            String value) {
        Map<String, String> all = new java.util.HashMap<>(fields);
        all.put(field, value);
        return browser.submit(ACCOUNT + "/password", page, all);
    }

    @Test
    void anAccountIsDeactivatedByWhoKnowsThePasswordAndSpellsTheName() {
        WebBrowser browser = browserOf(name);
        WebBrowser.Shown page = browser.get(ACTION + "account_deactivate").isPage();

        assertThat(deactivated(browser, page, userId, "wrong one").status()).isEqualTo(403);
        assertThat(deactivated(browser, page, "@somebody:test.local", PASSWORD).status())
                .isEqualTo(403);
        browser.get(ACCOUNT).isPage();
        deactivated(browser, page, userId, PASSWORD).isPage();

        auth.login(name, PASSWORD).isRefused(403, "M_FORBIDDEN");
        assertThat(browser.get(ACCOUNT).location()).contains("/_ganglion/sign-in");
    }

    private static WebBrowser.Shown deactivated(
            WebBrowser browser, WebBrowser.Shown page, String confirmation, String password) {
        return browser.submit(
                ACCOUNT + "/deactivate",
                page,
                Map.of("confirmation", confirmation, "password", password));
    }

    @Test
    void leaveToReplaceCrossSigningKeysIsGoodOnceAndForTenMinutes() {
        WebBrowser browser = browserOf(name);
        UserId user = UserId.parse(userId);
        assertThat(crossSigning.page())
                .hasToString(WebBrowser.ORIGIN + ACTION + "cross_signing_reset");
        assertThat(crossSigning.isPermitted(user).block()).isFalse();

        WebBrowser.Shown page = browser.get(ACTION + "cross_signing_reset").isPage();
        assertThat(crossSigning.isPermitted(user).block()).as("shown, not sent").isFalse();
        browser.submit(ACCOUNT + "/cross-signing-reset", page, Map.of()).isPage();

        assertThat(crossSigning.isPermitted(user).block()).isTrue();
        assertThat(crossSigning.use(user).block()).isTrue();
        assertThat(crossSigning.use(user).block()).isFalse();
        assertThat(crossSigning.isPermitted(user).block()).isFalse();

        browser.submit(ACCOUNT + "/cross-signing-reset", page, Map.of()).isPage();
        sql(
                "update auth.cross_signing_reset set permitted_until = now() where user_id = '"
                        + userId
                        + "'");
        assertThat(crossSigning.isPermitted(user).block()).isFalse();
        assertThat(crossSigning.use(user).block()).isFalse();
    }

    @Test
    void whereNoMailCanBeSentNoAddressIsAdded() {
        WebBrowser browser = browserOf(name);
        assertThat(browser.get(ACCOUNT).isPage().html()).doesNotContain("email addresses");
        WebBrowser.Shown list = browser.get(ACCOUNT + "?action=emails").isPage();
        assertThat(list.html()).doesNotContain("Add an address");

        WebBrowser.Shown page = browser.get(ACCOUNT).isPage();
        assertThat(
                        browser.submit(
                                        ACCOUNT + "/email-add",
                                        page,
                                        Map.of("email", "someone@example.org"))
                                .status())
                .isEqualTo(400);
    }
}
