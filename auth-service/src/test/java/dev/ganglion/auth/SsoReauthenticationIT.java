package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;

class SsoReauthenticationIT extends SsoServiceIT {
    private static final String FALLBACK = V3 + "auth/m.login.sso/fallback/web?session=";
    private static final String DEACTIVATE = V3 + "account/deactivate";

    @Test
    void whoeverHasNoPasswordConfirmsAtTheProvider() {
        someone();
        AuthDriver.Session alice = signedIn("company");
        Answer asked = alice.post(DEACTIVATE, "{}").asksForStages();
        assertThat(asked.body().toString()).contains("\"flows\":[{\"stages\":[\"m.login.sso\"]}]");
        String session = asked.string("session");

        SsoBrowser.View page = browser.open(FALLBACK + session).isPage(200);
        assertThat(page.html()).contains("end your account", alice.userId(), "The &lt;Company&gt;");
        SsoBrowser.View done = browser.signIn(page.link()).isPage(200);

        assertThat(provider.lastRequest().getPrompt().toString()).contains("login");
        assertThat(done.html()).contains("window.onAuthDone()", "authDone");
        assertThat(done.headers().getFirst("Content-Security-Policy"))
                .contains("script-src 'nonce-");
        alice.post(DEACTIVATE, "{\"auth\": {\"session\": \"%s\"}}".formatted(session)).isOk();
    }

    @Test
    void a05WhoSignedInAtTheProviderLongBeforeHasConfirmedNothing() {
        AuthDriver.Session alice = signedIn(Instant.now());
        String session = alice.post(DEACTIVATE, "{}").asksForStages().string("session");
        String link = browser.open(FALLBACK + session).isPage(200).link();

        identify(alice, Instant.now().minusSeconds(300));
        browser.signIn(link).isPage(403);
        alice.post(DEACTIVATE, "{\"auth\": {\"session\": \"%s\"}}".formatted(session))
                .asksForStages();

        assertThat(provider.lastRequest().getMaxAge()).isZero();
        identify(alice, Instant.now());
        browser.signIn(link).isPage(200);
        alice.post(DEACTIVATE, "{\"auth\": {\"session\": \"%s\"}}".formatted(session)).isOk();
    }

    @Test
    void whoOnlyLogsInMayHaveSignedInAtTheProviderLongBefore() {
        assertThat(signedIn(Instant.now().minusSeconds(36_000)).userId()).isNotEmpty();
        assertThat(provider.lastRequest().getMaxAge()).isEqualTo(-1);
    }

    private AuthDriver.Session signedIn(Instant at) {
        identify(AuthDriver.freshName(), at);
        return signedIn("company");
    }

    private void identify(AuthDriver.Session user, Instant at) {
        identify(user.localpart(), at);
    }

    private void identify(String name, Instant at) {
        provider.signIn(
                Map.of(
                        "sub",
                        "subject of " + name,
                        "preferred_username",
                        name,
                        "auth_time",
                        at.getEpochSecond()));
    }

    @Test
    void a05NobodyElseConfirmsForTheUser() {
        someone();
        AuthDriver.Session alice = signedIn("company");
        String session = alice.post(DEACTIVATE, "{}").asksForStages().string("session");
        someone();
        signedIn("company");

        String link = browser.open(FALLBACK + session).isPage(200).link();
        browser.signIn(link).isPage(403);
        someone();
        browser.signIn(link).isPage(403);

        alice.post(DEACTIVATE, "{\"auth\": {\"session\": \"%s\"}}".formatted(session))
                .asksForStages();
    }

    @Test
    void a05NobodyIsSentToTheProviderWithoutReadingWhatFor() {
        someone();
        AuthDriver.Session alice = signedIn("company");
        String session = alice.post(DEACTIVATE, "{}").asksForStages().string("session");
        SsoBrowser attacker = new SsoBrowser(web, tokens);
        String link = attacker.open(FALLBACK + session).isPage(200).link();

        browser.open(link).isPage(403);

        attacker.open(link).isRedirect();
    }

    @Test
    void a05NoClientCompletesTheStageByItself() {
        someone();
        AuthDriver.Session alice = signedIn("company");
        String session = alice.post(DEACTIVATE, "{}").asksForStages().string("session");

        alice.post(
                        DEACTIVATE,
                        "{\"auth\": {\"session\": \"%s\", \"type\": \"m.login.sso\"}}"
                                .formatted(session))
                .isRefused(401, "M_FORBIDDEN");
        alice.post(
                        DEACTIVATE,
                        "{\"auth\": {\"session\": \"%s\", \"type\": \"m.login.password\", \"password\": \"x\"}}"
                                .formatted(session))
                .isRefused(401, "M_FORBIDDEN");
    }

    @Test
    void a05AConfirmationIsForOneOperation() {
        someone();
        AuthDriver.Session alice = signedIn("company");
        String session =
                alice.post(V3 + "delete_devices", "{\"devices\": []}")
                        .asksForStages()
                        .string("session");
        browser.signIn(browser.open(FALLBACK + session).link()).isPage(200);

        alice.post(DEACTIVATE, "{\"auth\": {\"session\": \"%s\"}}".formatted(session))
                .asksForStages();
    }

    @Test
    void whoeverHasBothChooses() {
        AuthDriver.Session alice = auth.registered();
        provider.signIn(Map.of("sub", alice.localpart(), "preferred_username", alice.localpart()));
        signedIn("linking");

        assertThat(alice.post(DEACTIVATE, "{}").asksForStages().body().toString())
                .contains("{\"stages\":[\"m.login.password\"]},{\"stages\":[\"m.login.sso\"]}");
    }

    @Test
    void w01SessionsThatDoNotExistAreAPage() {
        browser.open(FALLBACK + "%3Cscript%3E").isPage(404);
        browser.open("/_ganglion/sso/company/confirm?session=x&proof=x").isPage(404);
        browser.open(V3 + "auth/m.login.sso/fallback/web").isPage(400);
    }
}
