package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.freshName;
import static dev.ganglion.auth.WebBrowser.encoded;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The page to sign in on, and how long it lasts. */
class SignInIT extends OAuthServiceIT {
    @Autowired private MeterRegistry meters;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "/_ganglion/account/../../evil",
                "/_ganglion/account//evil.example",
                "/_ganglion/account@evil.example",
                "/_ganglion/account\r\nLocation: https://evil.example",
                "https://matrix.test.local@evil.example/_ganglion/account",
                "/_ganglion/oauth2",
                "/_matrix/client/v3/logout",
                "javascript:alert(1)",
                "",
            })
    void w03SigningInLeadsToPagesOfThisServerAlone(String wanted) {
        String name = freshName();
        auth.register(name);
        WebBrowser browser = browser();
        WebBrowser.Shown page = browser.get("/_ganglion/sign-in?continue=" + encoded(wanted));
        Map<String, String> fields = new HashMap<>(page.hidden());
        fields.putAll(Map.of("user", name, "password", PASSWORD, "continue", wanted));

        String location = browser.post("/_ganglion/sign-in", fields).location();

        assertThat(location)
                .matches("https://matrix\\.test\\.local/_ganglion/(account|oauth2)")
                .doesNotContain("evil");
    }

    @Test
    void a06TheSignInPageDoesNotTellWhoHasAnAccount() {
        String name = freshName();
        auth.register(name);

        long before = hashes();
        WebBrowser.Shown wrong = refused(name, "wrong password");
        WebBrowser.Shown unknown = refused(freshName(), "wrong password");
        WebBrowser.Shown impossible = refused("\u0000 nobody at all", "wrong password");

        assertThat(hashes() - before).as("hashes for three wrong names or passwords").isEqualTo(3);
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(unknown.status()).isEqualTo(403);
        assertThat(impossible.status()).isEqualTo(403);
        assertThat(skeleton(unknown)).isEqualTo(skeleton(wrong));
        assertThat(skeleton(impossible)).isEqualTo(skeleton(wrong));
    }

    private long hashes() {
        return meters.get("ganglion.password.hash.duration").timer().count();
    }

    private WebBrowser.Shown refused(String name, String password) {
        WebBrowser browser = browser();
        WebBrowser.Shown page = browser.get("/_ganglion/sign-in");
        return browser.submit(
                "/_ganglion/sign-in", page, Map.of("user", name, "password", password));
    }

    private static String skeleton(WebBrowser.Shown page) {
        return page.html().replaceAll("value=\"[^\"]*\"", "value");
    }

    @Test
    void a07TheSignInPageLocksAnAccountLikeTheLogin() {
        String name = freshName();
        auth.register(name);
        WebBrowser browser = browser();
        WebBrowser.Shown page = browser.get("/_ganglion/sign-in");

        for (int i = 0; i < 10; i++) {
            browser.submit("/_ganglion/sign-in", page, Map.of("user", name, "password", "no"));
        }

        assertThat(
                        browser.submit(
                                        "/_ganglion/sign-in",
                                        page,
                                        Map.of("user", name, "password", PASSWORD))
                                .status())
                .isEqualTo(429);
        auth.login(name, PASSWORD).isRefused(429, "M_LIMIT_EXCEEDED");
    }

    @Test
    void w01NobodyFixesTheSessionOfWhoSignsIn() {
        String name = freshName();
        auth.register(name);
        WebBrowser browser = browserOf(freshName());
        String before = browser.cookies().getOrDefault("__Host-ganglion-session", "");

        browser.signedIn(name, PASSWORD);

        String after = browser.cookies().getOrDefault("__Host-ganglion-session", "");
        assertThat(after).hasSize(43).isNotEqualTo(before);
        WebBrowser old = browser();
        old.cookies().put("__Host-ganglion-session", before);
        assertThat(old.get("/_ganglion/account").location()).contains("/_ganglion/sign-in");
        WebBrowser prepared = browser();
        prepared.cookies().put("__Host-ganglion-session", "A".repeat(43));
        prepared.signedIn(name, PASSWORD);
        assertThat(prepared.cookies().get("__Host-ganglion-session")).isNotEqualTo("A".repeat(43));
    }

    @Test
    void aBrowsersSessionEndsWithThePasswordTheLockAndTheAccount() {
        for (String end :
                List.of(
                        "password_version = password_version + 1",
                        "is_locked = true",
                        "deactivated_at = now()")) {
            String name = freshName();
            WebBrowser browser = browserOf(name);
            browser.get("/_ganglion/account").isPage();

            sql("update auth.account set " + end + " where user_id = '@" + name + ":test.local'");

            assertThat(browser.get("/_ganglion/account").location())
                    .as(end)
                    .contains("/_ganglion/sign-in");
        }
    }

    @Test
    void aBrowsersSessionEndsWithTimeUsedOrNot() {
        for (String age :
                List.of(
                        "expires_at = now() - interval '1 second'",
                        "last_used_at = now() - interval '3 hours'")) {
            String name = freshName();
            WebBrowser browser = browserOf(name);

            sql(
                    "update auth.browser_session set "
                            + age
                            + " where user_id = '@"
                            + name
                            + ":test.local'");

            assertThat(browser.get("/_ganglion/account").location())
                    .as(age)
                    .contains("/_ganglion/sign-in");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mxid:@alice:test.local, alice",
        "mxid:@alice:elsewhere.example, ''",
        "mxid:alice, ''",
        "alice, ''",
        "mxid:@<script>:test.local, &lt;script&gt;",
        "mxid:, ''",
    })
    void theNameThatTheAppHasBeenToldIsFilledInIfItIsOneOfHere(String hint, String name) {
        Map<String, String> request = app().request("HINTEDDEVICE");
        request.put("login_hint", hint);
        WebBrowser browser = browser();

        WebBrowser.Shown page = browser.follow(browser.get(OAuthClient.link(request)).location());

        assertThat(page.isPage().html())
                .contains("autocomplete=\"username\"", "value=\"" + name + "\" required")
                .doesNotContain("<script");
    }

    @Test
    void aHintThatIsDamagedIsPassedOver() {
        WebBrowser browser = browser();

        assertThat(
                        browser.get(
                                        "/_ganglion/sign-in?continue="
                                                + encoded(
                                                        "/_ganglion/account?login_hint=mxid%3A%ZZ"))
                                .isPage()
                                .html())
                .contains("value=\"\" required");
    }
}
