package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

import java.util.Map;

/** Where nobody can register, nobody is told that they could. */
@TestPropertySource(properties = "ganglion.registration=closed")
class ClosedRegistrationPageIT extends OAuthServiceIT {
    @Test
    void thereIsNoPageAndNoWayToIt() {
        assertThat(auth.get("/_matrix/client/v1/auth_metadata").isOk().body().keys())
                .doesNotContain("prompt_values_supported");
        WebBrowser browser = browser();
        assertThat(browser.get("/_ganglion/register").status()).isEqualTo(403);
        assertThat(browser.post("/_ganglion/register", Map.of()).status()).isEqualTo(403);
        assertThat(browser.get("/_ganglion/sign-in").isPage().html())
                .doesNotContain("Create an account");
    }

    @Test
    void anAppThatAsksForItAllTheSameHasItsUserSignIn() {
        Map<String, String> request = app().request("CLOSEDDEVICE");
        request.put("prompt", "create");

        assertThat(browser().get(OAuthClient.link(request)).location())
                .startsWith(WebBrowser.ORIGIN + "/_ganglion/sign-in?");
    }
}
