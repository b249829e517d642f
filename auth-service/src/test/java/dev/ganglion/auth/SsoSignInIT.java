package dev.ganglion.auth;

import static dev.ganglion.auth.WebBrowser.encoded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.util.HtmlUtils;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Signing in to the pages of this server, and so to apps, by way of a provider. */
class SsoSignInIT extends SsoServiceIT {
    private static final String SESSION = "__Host-ganglion-session";
    private static final String ACCOUNT = "/_ganglion/account";

    private final Pattern link = Pattern.compile("href=\"(/_ganglion/sso/company/[^\"]*)\"");

    private WebBrowser pages() {
        return new WebBrowser(web, tokens);
    }

    private static String signIn(String idp, String wanted) {
        return "/_ganglion/sso/" + idp + "/sign-in?continue=" + encoded(wanted);
    }

    /** To the provider and back; the address that the browser brings from there. */
    private String atProvider(WebBrowser pages, String path) {
        WebBrowser.Shown sent = pages.get(path);
        assertThat(sent.status()).as(sent.html()).isEqualTo(302);
        URI provider = Objects.requireNonNull(sent.headers().getLocation());
        return SsoBrowser.path(browser.signInAt(provider));
    }

    private WebBrowser.Shown arrives(WebBrowser pages, String path) {
        return pages.get(atProvider(pages, path));
    }

    @Test
    void anAppsUserSignsInAtAProvider() {
        String name = someone();
        OAuthClient app = OAuthClient.registered(web, tokens, OAuthClient.WEB);
        WebBrowser pages = pages();
        String authorize = OAuthClient.link(app.request("SSODEVICE"));

        WebBrowser.Shown signIn = pages.follow(pages.get(authorize).location()).isPage();
        assertThat(signIn.html()).contains("The &lt;Company&gt;", "Linking", "type=\"password\"");
        Matcher offer = link.matcher(signIn.html());
        assertThat(offer.find()).isTrue();
        String back = arrives(pages, HtmlUtils.htmlUnescape(offer.group(1))).location();

        assertThat(back).isEqualTo(WebBrowser.ORIGIN + authorize);
        WebBrowser.Shown consent = pages.follow(back).isPage();
        String code =
                OAuthClient.parameter(
                        pages.submit(
                                        OAuthClient.OAUTH + "authorize",
                                        consent,
                                        Map.of("decision", "allow"))
                                .location(),
                        "code");
        Answer issued = app.exchange(code).isOk();
        assertThat(auth.as(issued.string("access_token")).userId())
                .isEqualTo("@" + name + ":test.local");
    }

    @Test
    void whoHasNoNameYetChoosesOneAndGoesOn() {
        String name = someone();
        WebBrowser pages = pages();

        WebBrowser.Shown question = arrives(pages, signIn("nameless", ACCOUNT)).isPage();
        Matcher action = Pattern.compile("action=\"([^\"]*)\"").matcher(question.html());
        assertThat(action.find()).isTrue();
        String form = HtmlUtils.htmlUnescape(action.group(1));
        assertThat(pages.submit(form, question, Map.of("username", "admin")).status())
                .isEqualTo(400);
        assertThat(pages.cookies()).doesNotContainKey(SESSION);
        String back = pages.submit(form, question, Map.of("username", name)).location();

        assertThat(back).isEqualTo(WebBrowser.ORIGIN + ACCOUNT);
        assertThat(pages.follow(back).isPage().html()).contains("@" + name + ":test.local");
        assertThat(pages.submit(form, question, Map.of("username", name)).status())
                .as("a name is chosen once")
                .isEqualTo(403);
    }

    @Test
    void a15AnAnswerCountsOnceAndInTheBrowserThatWasSentAlone() {
        someone();
        WebBrowser pages = pages();
        WebBrowser victim = pages();
        victim.get("/_ganglion/sign-in").isPage();

        assertThat(victim.get(atProvider(pages, signIn("company", ACCOUNT))).status())
                .isEqualTo(403);
        assertThat(victim.cookies()).doesNotContainKey(SESSION);
        String answer = atProvider(pages, signIn("company", ACCOUNT));
        pages.get(answer).location();
        assertThat(pages.get(answer).status()).isEqualTo(403);
    }

    @Test
    void a02WhoeverHasNoAccountHereIsNotLetInWhereTheProviderMakesNone() {
        someone();
        WebBrowser pages = pages();

        assertThat(arrives(pages, signIn("linking", ACCOUNT)).status()).isEqualTo(403);
        assertThat(pages.cookies()).doesNotContainKey(SESSION);
    }

    @Test
    void a10ALockedAccountIsNotSignedIn() {
        String name = someone();
        arrives(pages(), signIn("company", ACCOUNT)).location();
        sql("update auth.account set is_locked = true where user_id = '@" + name + ":test.local'");
        WebBrowser pages = pages();

        assertThat(arrives(pages, signIn("company", ACCOUNT)).status()).isEqualTo(401);
        assertThat(pages.cookies()).doesNotContainKey(SESSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/_ganglion/account//evil.example",
                "/_matrix/client/v3/login/sso/redirect",
                "",
            })
    void w03SigningInLeadsToPagesOfThisServerAlone(String wanted) {
        someone();

        assertThat(arrives(pages(), signIn("company", wanted)).location())
                .isEqualTo(WebBrowser.ORIGIN + ACCOUNT);
    }

    @Test
    void aProviderThatThereIsNotLeadsNowhere() {
        assertThat(pages().get(signIn("nobody", ACCOUNT)).status()).isEqualTo(404);
    }

    @Test
    void aServerWithPasswordsDoesNotPreferSingleSignOn() {
        assertThat(auth.get(AuthDriver.V3 + "login").isOk().body().toString())
                .contains("m.login.sso")
                .doesNotContain("oauth_aware_preferred", "msc3824");
    }

    @ParameterizedTest
    @ValueSource(strings = {"action", "org.matrix.msc3824.action"})
    void whoeverWantsToRegisterIsSentToTheProviderWithThatWish(String parameter) {
        String path = redirect("company", TRUSTED);

        assertThat(browser.open(path + "&" + parameter + "=register").location().toString())
                .contains("prompt=create");
        assertThat(browser.open(path + "&" + parameter + "=nonsense").location().toString())
                .doesNotContain("prompt=create");
    }
}
