package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.freshName;
import static dev.ganglion.auth.OAuthClient.OAUTH;
import static dev.ganglion.auth.OAuthClient.link;
import static dev.ganglion.auth.WebBrowser.encoded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What no page does. */
class OAuthPageIT extends OAuthServiceIT {
    @Test
    void w01NobodySignsInOrConsentsByAFormOfAnotherSite() {
        String name = freshName();
        WebBrowser browser = browserOf(name);
        String request = link(app().request("FORGEDDEVICE"));
        String query = request.substring(request.indexOf('?') + 1);
        Map<String, String> login = Map.of("user", name, "password", PASSWORD);
        Map<String, String> consent = Map.of("request", query, "decision", "allow");

        assertThat(browser.post("/_ganglion/sign-in", login).status()).isEqualTo(403);
        assertThat(browser.post(OAUTH + "authorize", consent).status()).isEqualTo(403);
        assertThat(browser.post(OAUTH + "device", Map.of("user_code", "BCDF-GHJK")).status())
                .isEqualTo(403);
        for (String action :
                List.of(
                        "sign-out",
                        "sign-out-others",
                        "device-delete",
                        "password",
                        "deactivate",
                        "cross-signing-reset")) {
            assertThat(browser.post("/_ganglion/account/" + action, Map.of()).status())
                    .as(action)
                    .isEqualTo(403);
        }
        assertThat(browser.get("/_ganglion/account").status()).isEqualTo(200);
    }

    @Test
    void w01ConsentToOneRequestIsNoneToAnother() {
        String name = freshName();
        WebBrowser browser = browserOf(name);
        WebBrowser.Shown page = browser.get(link(app().request("SHOWNDEVICE"))).isPage();
        String other = link(app().request("HIDDENDEVICE"));
        Map<String, String> fields = new HashMap<>(page.hidden());
        fields.put("decision", "allow");
        fields.put("request", other.substring(other.indexOf('?') + 1));

        assertThat(browser.post(OAUTH + "authorize", fields).status()).isEqualTo(403);

        Map<String, String> shown = new HashMap<>(page.hidden());
        shown.put("decision", "allow");
        String somebody = freshName();
        auth.register(somebody);
        browser.signedIn(somebody, PASSWORD);
        assertThat(browser.post(OAUTH + "authorize", shown).status())
                .as("what one user was shown another does not send")
                .isEqualTo(403);
    }

    @Test
    void w01NoPageRunsOrShowsWhatIsPutIntoItAndNoneIsFramed() {
        String attack = "\"><script>alert(1)</script><img src=x onerror=alert(1)>{{form_token}}";
        String encoded = encoded(attack);
        WebBrowser browser = browserOf(freshName());
        OAuthClient app =
                app(
                        OAuthClient.WEB.replace(
                                "Some App", attack.replace("\"", "\\\"").substring(0, 70)));
        Map<String, String> request = app.request("XSSDEVICE");
        request.put("state", attack);
        request.put("login_hint", attack);

        List<WebBrowser.Shown> pages =
                List.of(
                        browser().get("/_ganglion/sign-in?continue=" + encoded),
                        browser.get("/_ganglion/account?action=" + encoded),
                        browser.get(
                                "/_ganglion/account?action=org.matrix.device_view&device_id="
                                        + encoded),
                        browser.get(OAUTH + "device?user_code=" + encoded),
                        browser.get(OAUTH + "authorize?client_id=" + encoded),
                        browser.get(link(request)).isPage());

        for (WebBrowser.Shown page : pages) {
            assertThat(page.html())
                    .contains("<!doctype html>")
                    .doesNotContain("<script", "<img", "onerror=alert(1)>");
            assertThat(page.headers().getFirst("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("script-src", "unsafe");
            assertThat(page.headers().getFirst("X-Frame-Options")).isEqualTo("DENY");
            assertThat(page.headers().getFirst("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(page.headers().getFirst("Cache-Control")).isEqualTo("no-store");
            assertThat(page.headers().getFirst("Strict-Transport-Security")).isNotNull();
        }
        assertThat(pages.getLast().headers().getFirst("Content-Security-Policy"))
                .as("the form's answer may go on to the app")
                .contains("form-action 'self' https://app.example.com;");
    }
}
