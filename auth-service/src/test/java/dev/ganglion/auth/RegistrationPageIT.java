package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.freshName;
import static dev.ganglion.auth.WebBrowser.encoded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

import java.util.HashMap;
import java.util.Map;

/** Making an account in a browser, on the way to an app. */
class RegistrationPageIT extends OAuthServiceIT {
    private static final String PAGE = "/_ganglion/register";
    private static final String SESSION = "__Host-ganglion-session";

    private final String name = freshName();
    private final WebBrowser.Shown nothing = new WebBrowser.Shown(0, new HttpHeaders(), "");

    private static Map<String, String> form(String name) {
        return Map.of("username", name, "password", PASSWORD, "password_again", PASSWORD);
    }

    private static Map<String, String> newcomersRequest(OAuthClient app, String device) {
        Map<String, String> request = app.request(device);
        request.put("prompt", "create");
        return request;
    }

    @Test
    void aNewPersonMakesAnAccountAndAllowsTheAppThatTheyCameFrom() {
        assertThat(
                        auth.get("/_matrix/client/v1/auth_metadata")
                                .isOk()
                                .body()
                                .array("prompt_values_supported"))
                .hasValue((JsonArray) Json.parse("[\"create\"]"));
        WebBrowser browser = browser();
        OAuthClient app = app();

        String register =
                browser.get(OAuthClient.link(newcomersRequest(app, "NEWDEVICE"))).location();
        WebBrowser.Shown page = browser.follow(register).isPage();
        String back =
                browser.submit(register.substring(WebBrowser.ORIGIN.length()), page, form(name))
                        .location();

        assertThat(back).isEqualTo(WebBrowser.ORIGIN + OAuthClient.link(app.request("NEWDEVICE")));
        WebBrowser.Shown consent = browser.follow(back).isPage();
        assertThat(consent.html()).contains("@" + name + ":test.local");
        String code =
                OAuthClient.parameter(
                        browser.submit(
                                        OAuthClient.OAUTH + "authorize",
                                        consent,
                                        Map.of("decision", "allow"))
                                .location(),
                        "code");
        Answer tokens = app.exchange(code).isOk();
        assertThat(auth.as(tokens.string("access_token")).userId())
                .isEqualTo("@" + name + ":test.local");
        assertThat(auth.as(tokens.string("access_token")).deviceId()).isEqualTo("NEWDEVICE");
        auth.login(name, PASSWORD).isOk();
        assertThat(browser.cookies()).doesNotContainKey("__Host-ganglion-registration");
    }

    @Test
    void whoeverIsSignedInMakesAnotherAccountIfTheAppSaysSo() {
        WebBrowser browser = browserOf(freshName());
        String register =
                browser.get(OAuthClient.link(newcomersRequest(app(), "SECONDDEVICE"))).location();
        String first = String.valueOf(browser.cookies().get(SESSION));

        WebBrowser.Shown page = browser.follow(register).isPage();
        browser.submit(register.substring(WebBrowser.ORIGIN.length()), page, form(name)).location();

        assertThat(browser.cookies().get(SESSION)).isNotEqualTo(first);
        assertThat(browser.get("/_ganglion/account").isPage().html()).contains("@" + name + ":");
    }

    @Test
    void theSignInPageLeadsToItAndOnToTheSamePlace() {
        WebBrowser browser = browser();
        String wanted = "/_ganglion/account?action=org.matrix.devices_list";
        WebBrowser.Shown signIn = browser.get("/_ganglion/sign-in?continue=" + encoded(wanted));
        assertThat(signIn.isPage().html())
                .contains("Create an account", "/_ganglion/register?continue&#x3D;");

        String path = PAGE + "?continue=" + encoded(wanted);
        String back = browser.submit(path, browser.get(path).isPage(), form(name)).location();

        assertThat(back).isEqualTo(WebBrowser.ORIGIN + wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "no name, username, '', 400",
        "a name of other letters, username, älice, 400",
        "a reserved name, username, admin, 400",
        "a name of the server, username, server, 400",
        "a name of digits, username, 12345, 400",
        "a name of application services, username, _x, 400",
        "markup, username, <script>alert(1)</script>, 400",
        "a short password, password, short, 400",
        "another password, password_again, another long one, 400",
    })
    void aWrongFormIsShownAgainWithWhatIsWrong(
            String what, String field, String value, int status) {
        WebBrowser browser = browser();
        WebBrowser.Shown page = browser.get(PAGE).isPage();
        Map<String, String> fields = new HashMap<>(form(name));
        fields.put(field, value);
        if (what.equals("a short password")) {
            fields.put("password_again", value);
        }

        WebBrowser.Shown answer = browser.submit(PAGE, page, fields);

        assertThat(answer.status()).as(answer.html()).isEqualTo(status);
        assertThat(answer.html())
                .contains("role=\"alert\"")
                .doesNotContain(PASSWORD, "<script>alert");
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        browser.submit(PAGE, answer, form(name)).location();
        auth.login(name, PASSWORD).isOk();
    }

    @Test
    void aNameThatIsTakenIsToldAsToClients() {
        auth.register(name);
        WebBrowser browser = browser();

        WebBrowser.Shown answer = browser.submit(PAGE, browser.get(PAGE).isPage(), form(name));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.html()).contains("value=\"" + name + "\"");
    }

    @Test
    void w01AFormOfAnotherBrowserMakesNoAccount() {
        WebBrowser attacker = browser();
        WebBrowser.Shown theirs = attacker.get(PAGE).isPage();
        WebBrowser browser = browser();
        browser.get(PAGE).isPage();

        assertThat(browser.submit(PAGE, theirs, form(name)).status()).isEqualTo(403);
        assertThat(browser.submit(PAGE, nothing, form(name)).status()).isEqualTo(403);
        assertThat(browser().submit(PAGE, theirs, form(name)).location())
                .as("a browser without a visit begins one")
                .isEqualTo(WebBrowser.ORIGIN + PAGE + "?continue=" + encoded("/_ganglion/account"));
        auth.login(name, PASSWORD).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void aFormThatIsSentTwiceMakesOneAccount() {
        WebBrowser browser = browser();
        WebBrowser.Shown page = browser.get(PAGE).isPage();
        Map<String, String> cookies = Map.copyOf(browser.cookies());
        browser.submit(PAGE, page, form(name)).location();
        browser.cookies().putAll(cookies);

        String again = browser.submit(PAGE, page, form(freshName())).location();

        assertThat(again).contains(PAGE);
        assertThat(count("account where user_id = '@" + name + ":test.local'")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/_ganglion/account//evil.example",
                "/_ganglion/sign-in",
                "javascript:alert(1)",
            })
    void w03WhoeverRegistersGoesOnToPagesOfThisServerAlone(String wanted) {
        WebBrowser browser = browser();
        String path = PAGE + "?continue=" + encoded(wanted);

        String location = browser.submit(path, browser.get(path).isPage(), form(name)).location();

        assertThat(location).isEqualTo(WebBrowser.ORIGIN + "/_ganglion/account");
    }

    @Test
    void aSessionOfSomethingElseIsNone() {
        AuthDriver.Session session = auth.registered();
        Answer asked = session.post(AuthDriver.V3 + "delete_devices", "{\"devices\": []}");
        WebBrowser browser = browser();
        browser.cookies().put("__Host-ganglion-registration", asked.string("session"));

        browser.get(PAGE).isPage();

        assertThat(browser.cookies().get("__Host-ganglion-registration"))
                .isNotEqualTo(asked.string("session"));
    }

    @Test
    void thePageIsNotKeptByAnybody() {
        WebBrowser.Shown page = browser().get(PAGE).isPage();

        assertThat(page.headers().getFirst("Cache-Control")).isEqualTo("no-store");
        assertThat(page.headers().getFirst("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(page.headers().get("Set-Cookie"))
                .allSatisfy(
                        cookie ->
                                assertThat(cookie)
                                        .contains("HttpOnly", "Secure", "SameSite=Lax")
                                        .startsWith("__Host-"));
    }
}
