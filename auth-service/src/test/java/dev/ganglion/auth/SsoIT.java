package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class SsoIT extends SsoServiceIT {
    @Test
    void clientsAreToldOfTheProviders() {
        String flows = auth.get(V3 + "login").isOk().body().toString();

        assertThat(flows)
                .contains("\"type\":\"m.login.sso\"")
                .contains("\"type\":\"m.login.token\"")
                .contains(
                        "{\"brand\":\"company\",\"icon\":\"mxc://test.local/icon\",\"id\":\"company\",\"name\":\"The <Company>\"}")
                .contains("{\"id\":\"nameless\",\"name\":\"Nameless\"}");
    }

    @Test
    void somebodyNewGetsAnAccountOfTheirNameThere() {
        String name = someone();

        AuthDriver.Session session = signedIn("company");

        assertThat(session.userId()).isEqualTo("@" + name + ":test.local");
        await().untilAsserted(
                        () ->
                                assertThat(RoomServiceDouble.INSTANCE.displayNames())
                                        .containsEntry(session.userId(), "Name of " + name));
    }

    @Test
    void somebodyKnownGetsTheSameAccountWhateverTheyAreCalledNow() {
        String name = someone();
        AuthDriver.Session first = signedIn("company");
        provider.signIn(Map.of("sub", "subject of " + name, "preferred_username", "renamed"));

        AuthDriver.Session second = signedIn("company");

        assertThat(second.userId()).isEqualTo(first.userId());
        assertThat(second.deviceId()).isNotEqualTo(first.deviceId());
    }

    @Test
    void theRequestIsOneOfOpenIdConnectWithProof() {
        someone();

        signedIn("company");

        assertThat(provider.lastRequest().getCodeChallengeMethod())
                .isEqualTo(CodeChallengeMethod.S256);
        assertThat(provider.lastRequest().getNonce().getValue()).hasSizeGreaterThan(20);
        assertThat(provider.lastRequest().getState().getValue()).hasSizeGreaterThan(20);
        assertThat(provider.lastRequest().getRedirectionURI())
                .hasToString(SsoBrowser.HOST + "/_ganglion/sso/company/callback");
        assertThat(provider.lastRequest().getScope().toString()).contains("openid", "profile");
    }

    @Test
    void withSeveralProvidersPeopleChoose() {
        SsoBrowser.View page =
                browser.open(REDIRECT + "?redirectUrl=https%3A%2F%2Fapp.example.org%2F")
                        .isPage(200);

        assertThat(page.html())
                .contains("The &lt;Company&gt;", "Nameless", "https://app.example.org");
        browser.open(page.link()).isRedirect();
    }

    @Test
    void anUnknownProviderIsAPage404() {
        browser.open(redirect("nobody", TRUSTED)).isPage(404);
    }

    @Test
    void a08AClientThatIsNotListedIsNamedBeforeItGetsAnything() {
        String name = someone();

        SsoBrowser.View page =
                browser.signIn(redirect("company", "https://evil.example/in?x=1")).isPage(200);

        assertThat(page.html()).contains("https://evil.example", "@" + name + ":test.local");
        assertThat(page.html()).doesNotContain("loginToken");
        URI client = browser.open(page.link()).isRedirect().location();
        assertThat(client.toString()).startsWith("https://evil.example/in?x=1&loginToken=glt_");
        browser.open(page.link()).isPage(403);
    }

    @Test
    void a08ALoginTokenOfSingleSignOnIsGoodOnce() {
        someone();
        URI client = browser.signIn(redirect("company", TRUSTED)).isRedirect().location();

        login(token(client)).isOk();

        login(token(client)).isRefused(403, "M_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.org.evil.example/chat/",
                "https://app.example.org:8443/chat/",
                "http://app.example.org/chat/",
                "https://app.example.org/chatter/",
                "https://app.example.org/chat/../admin",
                "https://app.example.org/chat/%2e%2e/admin",
                "https://app.example.org//chat/",
                "https://app.example.org/chat/..%2fadmin",
                "https://app.example.org/chat%2f..%2fadmin",
                "https://app.example.org/chat/%252e%252e/admin",
                "https://app.example.org/chat/.%2e/admin",
                "https://app.example.org/chat/%5c..%5cadmin",
                "https://app.example.org/CHAT/",
                "https://app.example.org./chat/",
                "https://xn--pp-xta.example.org/chat/",
                "https://evil.example/https://app.example.org/chat/",
                "https://evil.example/?https://app.example.org/chat/",
                "https://evil.example/#@app.example.org/chat/",
                "https://app.example.orgevil/chat/",
                "element://app.example.org/chat/",
                "io.element.desktop:/vector/webapp/"
            })
    void w03WhatOnlyLooksLikeAListedClientIsAskedAbout(String client) {
        someone();

        browser.signIn(redirect("company", client)).isPage(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/relative",
                "//app.example.org/chat/",
                "javascript:alert(1)",
                "JaVaScRiPt://app.example.org/%0aalert(1)",
                "data:text/html,<script>alert(1)</script>",
                "data://app.example.org/x",
                "vbscript:x",
                "file:///etc/passwd",
                "https:app.example.org",
                "https:///app.example.org/chat/",
                "https://app.example.org@evil.example/chat/",
                "https://app.example.org:x@evil.example/",
                "https://evil.example\\@app.example.org/chat/",
                "https://app.example.org/chat/\r\nSet-Cookie: a=b",
                "https://app.example.org%2eevil.example/",
                "https://app.example.org\\.evil.example/chat/",
                "https:\\\\app.example.org/chat/",
                "https:/\\app.example.org/chat/",
                "/\\app.example.org/chat/",
                "HTTPS://app.example.org@evil.example/chat/",
                "https://app.example.org%40evil.example/chat/",
                "https://app.example.org。evil.example/chat/",
                "https://app.example.org\tevil.example/chat/",
                "https://evil.example\u0000.app.example.org/chat/",
                "https://[::1/chat/",
                "https://app.example.org:443.evil.example/chat/",
                "view-source:https://app.example.org/chat/",
                "blob:https://app.example.org/chat/",
                "intent://app.example.org/chat/#Intent;scheme=https;end",
                " https://app.example.org/chat/",
                "https://аpp.example.org/chat/"
            })
    void w03NobodyIsSentToWhatIsNoClient(String client) {
        browser.open(redirect("company", client)).isPage(400);
        browser.open(REDIRECT + "?redirectUrl=" + URLEncoder.encode(client, StandardCharsets.UTF_8))
                .isPage(400);
    }

    @Test
    void w01WhatProvidersAndClientsSayIsEscaped() {
        String name = AuthDriver.freshName();
        provider.signIn(Map.of("sub", name, "preferred_username", "<script>alert(1)</script>"));

        SsoBrowser.View page =
                browser.signIn(
                                redirect(
                                        "company",
                                        "https://x.example/%3Cb%3E?a=<b>".replace("<b>", "1")))
                        .isPage(200);

        assertThat(page.html()).doesNotContain("<script>").contains("&lt;script&gt;");
    }

    @Test
    void somebodyWithoutAFitNameChoosesOne() {
        auth.register("taken-by-hand");
        provider.signIn(
                Map.of("sub", AuthDriver.freshName(), "preferred_username", "taken-by-hand"));
        SsoBrowser.View page = browser.signIn(redirect("company", TRUSTED)).isPage(200);
        assertThat(page.html()).contains("value=\"taken-by-hand\"");

        SsoBrowser.View taken = browser.submit(page, "username", "taken-by-hand").isPage(400);
        browser.submit(taken, "username", "admin").isPage(400);
        String name = AuthDriver.freshName();
        SsoBrowser.View chosen = browser.submit(taken, "username", name).isPage(200);

        URI client = browser.open(chosen.link()).isRedirect().location();
        assertThat(login(token(client)).isOk().string("user_id"))
                .isEqualTo("@" + name + ":test.local");
        browser.submit(taken, "username", AuthDriver.freshName()).isPage(403);
    }

    @Test
    void w01AFormOfAnotherSiteChoosesNoName() {
        provider.signIn(Map.of("sub", AuthDriver.freshName()));
        SsoBrowser.View page = browser.signIn(redirect("nameless", TRUSTED)).isPage(200);

        SsoBrowser.View forged =
                new SsoBrowser.View(
                        200,
                        page.headers(),
                        page.html().replaceAll("value=\"[A-Za-z0-9_-]{43}\"", "value=\"no\""));

        browser.submit(forged, "username", AuthDriver.freshName()).isPage(403);
    }

    @Test
    void anExistingAccountIsLinkedWhereTheOperatorSaysSo() {
        AuthDriver.Session alice = auth.registered();
        provider.signIn(
                Map.of("sub", "linked " + alice.localpart()),
                Map.of("preferred_username", alice.localpart()));

        assertThat(signedIn("linking").userId()).isEqualTo(alice.userId());

        provider.signIn(Map.of("sub", "other", "preferred_username", alice.localpart()));
        browser.signIn(redirect("linking", TRUSTED)).isPage(403);
    }

    @Test
    void nobodyGetsAnExistingAccountOtherwise() {
        AuthDriver.Session alice = auth.registered();
        provider.signIn(
                Map.of("sub", AuthDriver.freshName(), "preferred_username", alice.localpart()));

        assertThat(browser.signIn(redirect("company", TRUSTED)).isPage(200).html())
                .contains("Choose your name");
    }

    @Test
    void aProviderThatMakesNoAccountsLetsNobodyNewIn() {
        someone();

        browser.signIn(redirect("linking", TRUSTED)).isPage(403);
    }

    @Test
    void a02ADeactivatedUserDoesNotGetInBySingleSignOn() {
        someone();
        AuthDriver.Session session = signedIn("company");
        URI client = browser.signIn(redirect("company", TRUSTED)).location();
        sql(
                "update auth.account set deactivated_at = now() where user_id = '"
                        + session.userId()
                        + "'");

        browser.signIn(redirect("company", TRUSTED)).isPage(403);
        login(token(client)).isRefused(403, "M_USER_DEACTIVATED");
    }

    @Test
    void a10ALockedUserDoesNotGetIn() {
        someone();
        AuthDriver.Session session = signedIn("company");
        sql("update auth.account set is_locked = true where user_id = '" + session.userId() + "'");

        browser.signIn(redirect("company", TRUSTED)).isPage(401);
    }

    @Test
    void w01NobodyIsLoggedInToTheAccountOfWhoSentThemTheLink() {
        someone();
        URI departure = browser.open(redirect("company", TRUSTED)).location();
        URI callback = browser.signInAt(departure);
        SsoBrowser victim = new SsoBrowser(web, tokens);
        victim.open(redirect("company", TRUSTED)).isRedirect();

        victim.open(callback).isPage(403);
        new SsoBrowser(web, tokens).open(callback).isPage(403);
        browser.open(callback).isPage(403);
    }

    @Test
    void a08ThePageBeforeTheClientIsOfOneBrowserOnly() {
        someone();
        SsoBrowser.View page =
                browser.signIn(redirect("company", "https://evil.example/")).isPage(200);

        new SsoBrowser(web, tokens).open(page.link()).isPage(403);

        browser.open(page.link()).isRedirect();
    }

    @Test
    void a08AnAnswerCountsOnceAndForItsProvider() {
        someone();
        URI callback = browser.signInAt(browser.open(redirect("company", TRUSTED)).location());
        String elsewhere = SsoBrowser.path(callback).replace("/company/", "/nameless/");

        browser.open(elsewhere).isPage(403);
        browser.open(callback).isPage(403);
    }

    @Test
    void whoeverTheProviderRefusesIsTold() {
        someone();
        provider.refuse();

        browser.signIn(redirect("company", TRUSTED)).isPage(403);
        browser.open("/_ganglion/sso/company/callback?code=x&state=nonsense").isPage(403);
        browser.open("/_ganglion/sso/company/callback").isPage(400);
    }

    @Test
    void theCookieIsOfThisHostAlone() {
        browser.open(redirect("company", TRUSTED)).isRedirect();

        assertThat(browser.cookies().keySet())
                .allMatch(name -> name.startsWith("__Host-ganglion-"));
    }

    @Test
    void aProviderThatIsAwayStopsNothingElse() {
        browser.open(redirect("away", TRUSTED)).isPage(503);
        browser.open(redirect("liar", TRUSTED)).isPage(503);

        auth.registered();
    }
}
