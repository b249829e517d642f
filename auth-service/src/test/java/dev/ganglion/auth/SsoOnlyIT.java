package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

import java.net.URI;
import java.util.Objects;

/** A server without passwords, on which people sign in by their provider alone. */
@TestPropertySource(properties = "ganglion.password.enabled=false")
class SsoOnlyIT extends SsoServiceIT {
    @Test
    void clientsThatKnowOAuthAreToldThatThereIsNothingElse() {
        JsonObject flow =
                auth.get(AuthDriver.V3 + "login")
                        .isOk()
                        .body()
                        .array("flows")
                        .orElseThrow()
                        .objects()
                        .filter(each -> each.string("type").orElse("").equals("m.login.sso"))
                        .findFirst()
                        .orElseThrow();

        assertThat(flow.get("oauth_aware_preferred")).hasValue(JsonBoolean.TRUE);
        assertThat(flow.get("org.matrix.msc3824.delegated_oidc_compatibility"))
                .hasValue(JsonBoolean.TRUE);
    }

    @Test
    void anAppsUserSignsInWithoutEverSeeingAPassword() {
        String name = someone();
        WebBrowser pages = new WebBrowser(web, tokens);
        assertThat(pages.get("/_ganglion/sign-in").isPage().html())
                .contains("The &lt;Company&gt;")
                .doesNotContain("type=\"password\"", "Create an account");
        assertThat(auth.get("/_matrix/client/v1/auth_metadata").isOk().body().keys())
                .doesNotContain("prompt_values_supported");

        URI provider =
                Objects.requireNonNull(
                        pages.get("/_ganglion/sso/company/sign-in").headers().getLocation());
        pages.get(SsoBrowser.path(browser.signInAt(provider))).location();

        OAuthClient app = OAuthClient.registered(web, tokens, OAuthClient.WEB);
        Answer issued = app.signedIn(pages, "ONLYDEVICE");
        assertThat(auth.as(issued.string("access_token")).userId())
                .isEqualTo("@" + name + ":test.local");
        assertThat(pages.get("/_ganglion/account").isPage().html())
                .doesNotContain("type=\"password\"");
    }
}
