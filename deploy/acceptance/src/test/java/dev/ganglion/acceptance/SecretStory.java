package dev.ganglion.acceptance;

import static dev.ganglion.acceptance.PlainBrowser.encoded;
import static dev.ganglion.acceptance.PlainBrowser.hidden;
import static dev.ganglion.acceptance.PlainBrowser.location;
import static dev.ganglion.acceptance.PlainBrowser.parameter;
import static dev.ganglion.acceptance.PlainBrowser.path;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixClient;
import dev.ganglion.testing.client.MatrixError;
import dev.ganglion.testing.client.MatrixSession;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every kind of token and secret is made, some of them used and some not yet. */
final class SecretStory {
    static final String APPLICATION_TOKEN = "the-token-of-an-application-service";
    static final String ADDRESS = "alice@mail.example";
    private static final String PASSWORD = "the first password of alice";
    private static final String NEW_PASSWORD = "the second password of alice";
    private static final String WRONG_PASSWORD = "a wrong password of alice";
    private static final String CLIENT_SECRET = "the-secret-of-who-proves-an-address";
    private static final String OAUTH = "/_ganglion/oauth2/";
    private static final String CALLBACK = "https://app.example.com/callback";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    /** Of RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final MatrixClient client;
    private final URI gateway;
    private final MailSink mails;
    private final PlainBrowser browser;

    SecretStory(MatrixClient client, URI gateway, MailSink mails) {
        this.client = client;
        this.gateway = gateway;
        this.mails = mails;
        this.browser = new PlainBrowser(gateway);
    }

    /** Takes place; answers the secrets, by what they are. */
    Map<String, String> told() {
        MatrixSession alice = client.register("alice", PASSWORD);
        note("an access token", alice.accessToken());
        tokensOfLogins(alice);
        tokensForOthers(alice);
        sessionsOfAuthentication(alice);
        proofOfAnAddress();
        codesOfApps();
        signInAtTheProvider();
        applicationService();
        changeOfThePassword(alice);
        return secrets;
    }

    private void note(String name, String secret) {
        assertThat(secret).as(name).hasSizeGreaterThanOrEqualTo(8);
        secrets.put(name, secret);
    }

    private void note(String name, JsonObject answer, String key) {
        note(name, answer.string(key).orElseThrow());
    }

    private void tokensOfLogins(MatrixSession alice) {
        note("a password", PASSWORD);
        note("a wrong password", WRONG_PASSWORD);
        JsonObject login = client.call("POST", v3("login"), login(PASSWORD));
        note("the access token of a login", login, "access_token");
        note("a refresh token", login, "refresh_token");
        JsonObject refresh = JsonObject.of("refresh_token", secret("a refresh token"));
        JsonObject refreshed = client.call("POST", v3("refresh"), refresh);
        note("the access token of a refresh", refreshed, "access_token");
        note("the refresh token of a refresh", refreshed, "refresh_token");
        assertThatThrownBy(() -> client.call("POST", v3("login"), login(WRONG_PASSWORD)))
                .isInstanceOf(MatrixError.class);
        assertThat(client.get(v3("account", "whoami") + "?access_token=" + alice.accessToken()))
                .isNotNull();
    }

    private static JsonObject login(String password) {
        return json(
                """
                {"type": "m.login.password", "refresh_token": true, "password": "%s",
                 "identifier": {"type": "m.id.user", "user": "alice"}}
                """
                        .formatted(password));
    }

    private void tokensForOthers(MatrixSession alice) {
        JsonObject auth =
                json(
                        "{\"auth\": {\"type\": \"m.login.password\", \"password\": \"%s\"}}"
                                .formatted(PASSWORD));
        String getToken = "/_matrix/client/v1/login/get_token";
        note("a login token", alice.call("POST", getToken, auth), "login_token");
        JsonObject unused = alice.call("POST", getToken, auth);
        note("an unused login token", unused, "login_token");
        JsonObject login =
                json(
                        "{\"type\": \"m.login.token\", \"token\": \"%s\"}"
                                .formatted(secret("a login token")));
        note("an access token by token", client.call("POST", v3("login"), login), "access_token");
        String openId = v3("user", alice.userId(), "openid", "request_token");
        note("an OpenID token", alice.call("POST", openId, JsonObject.EMPTY), "access_token");
        note("a password for TURN", alice.get(v3("voip", "turnServer")), "password");
        note("a nonce", client.get("/_synapse/admin/v1/register"), "nonce");
    }

    /** One that has just begun, one in which a password was shown, and one for the public. */
    private void sessionsOfAuthentication(MatrixSession alice) {
        note("a session", asked(() -> alice.call("POST", deactivate(), JsonObject.EMPTY)));
        String session =
                asked(() -> alice.call("POST", v3("account", "password"), JsonObject.EMPTY));
        note("a completed session", session);
        JsonObject shown =
                json(
                        "{\"auth\": {\"type\": \"m.login.password\", \"password\": \"%s\", \"session\": \"%s\"}}"
                                .formatted(PASSWORD, session));
        assertThatThrownBy(() -> alice.call("POST", v3("account", "password"), shown))
                .hasMessageContaining("M_MISSING_PARAM");
        note(
                "a session of a registration",
                asked(() -> client.call("POST", v3("register"), JsonObject.EMPTY)));
    }

    private static String deactivate() {
        return v3("account", "deactivate");
    }

    private static String asked(Runnable call) {
        try {
            call.run();
        } catch (MatrixError asking) {
            return asking.body().string("session").orElseThrow();
        }
        throw new AssertionError("nobody asked");
    }

    private void proofOfAnAddress() {
        note("a client secret", CLIENT_SECRET);
        client.call(
                "POST",
                v3("register", "email", "requestToken"),
                json(
                        "{\"email\": \"%s\", \"client_secret\": \"%s\", \"send_attempt\": 1}"
                                .formatted(ADDRESS, CLIENT_SECRET)));
        String token = mails.awaitWordAfter("/_ganglion/email/confirm?token=");
        note("the token of a mail", token);
        PlainBrowser reader = new PlainBrowser(gateway);
        HttpResponse<String> page = reader.get("/_ganglion/email/confirm?token=" + token);
        hidden(page).values().forEach(field -> note("a field " + field.length(), field));
        reader.cookieValues().forEach(cookie -> note("the cookie of who reads mail", cookie));
        assertThat(reader.submit("/_ganglion/email/confirm", page, Map.of()).statusCode())
                .isEqualTo(200);
    }

    private void codesOfApps() {
        String id =
                Json.parseObject(
                                browser.postJson(
                                                OAUTH + "register",
                                                """
                                                {"client_name": "Some App", "client_uri": "https://example.com/",
                                                 "redirect_uris": ["https://app.example.com/callback"],
                                                 "grant_types": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"]}
                                                """)
                                        .body())
                        .string("client_id")
                        .orElseThrow();
        HttpResponse<String> signIn = browser.get("/_ganglion/sign-in");
        note("the token of the sign-in form", hidden(signIn).getOrDefault("form_token", ""));
        location(
                browser.submit(
                        "/_ganglion/sign-in",
                        signIn,
                        Map.of("user", "alice", "password", PASSWORD)));
        note("an unused code", code(id, "UNUSEDDEVICE"));
        String code = code(id, "APPDEVICE");
        note("a code", code);
        note("the verifier of a code", VERIFIER);
        JsonObject issued =
                json(
                        browser.post(
                                        OAUTH + "token",
                                        Map.of(
                                                "grant_type", "authorization_code",
                                                "client_id", id,
                                                "code", code,
                                                "redirect_uri", CALLBACK,
                                                "code_verifier", VERIFIER))
                                .body());
        note("the access token of an app", issued, "access_token");
        note("the refresh token of an app", issued, "refresh_token");
        JsonObject device =
                json(
                        browser.post(
                                        OAUTH + "device_authorization",
                                        Map.of("client_id", id, "scope", scope("WAITING-DEVICE")))
                                .body());
        note("a device code", device, "device_code");
        note("a user code", device, "user_code");
        note("a bare user code", secret("a user code").replace("-", ""));
        int[] number = {0};
        browser.cookieValues().forEach(value -> note("cookie " + number[0]++, value));
        assertThat(number[0]).as("cookies of forms and of the session").isGreaterThanOrEqualTo(2);
    }

    private static String scope(String device) {
        return "urn:matrix:client:api:* urn:matrix:client:device:" + device;
    }

    private String code(String id, String device) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", id);
        request.put("redirect_uri", CALLBACK);
        request.put("scope", scope(device));
        request.put("state", "s");
        request.put("code_challenge", CHALLENGE);
        request.put("code_challenge_method", "S256");
        HttpResponse<String> consent = browser.get(OAUTH + "authorize?" + encoded(request));
        note("the consent form for " + device, hidden(consent).getOrDefault("form_token", ""));
        return parameter(
                location(browser.submit(OAUTH + "authorize", consent, Map.of("decision", "allow"))),
                "code");
    }

    private void signInAtTheProvider() {
        String redirect = v3("login", "sso", "redirect", "company");
        String address =
                location(browser.get(redirect + "?redirectUrl=https%3A%2F%2Fapp.example.com%2F"));
        note("the state of single sign-on", parameter(address, "state"));
        assertThat(path(address)).startsWith("/company/authorize");
    }

    private void applicationService() {
        String whoami = v3("account", "whoami") + "?access_token=" + APPLICATION_TOKEN;
        assertThat(client.get(whoami).string("user_id")).contains("@_irc_bot:test.local");
    }

    private void changeOfThePassword(MatrixSession alice) {
        note("a new password", NEW_PASSWORD);
        alice.call(
                "POST",
                v3("account", "password"),
                json(
                        "{\"new_password\": \"%s\", \"logout_devices\": false, \"auth\": {\"type\": \"m.login.password\", \"password\": \"%s\"}}"
                                .formatted(NEW_PASSWORD, PASSWORD)));
    }

    private String secret(String name) {
        return secrets.getOrDefault(name, "");
    }

    private static JsonObject json(String text) {
        return Json.parseObject(text);
    }
}
