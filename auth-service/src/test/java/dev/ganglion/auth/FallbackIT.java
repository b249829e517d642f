package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.AuthDriver.freshName;
import static dev.ganglion.auth.Mailbox.freshAddress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.ephemeral.EphemeralStore;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.TokenHash;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Registration with everything that can be asked for, and its pages. */
@GanglionTest(
        properties = {
            "ganglion.registration=token",
            "ganglion.registration-requires-email=true",
            "ganglion.registration-shared-secret=a shared secret",
            "ganglion.password.memory=64KB",
            "ganglion.password.passes=1",
            "ganglion.services.room.urls=http://127.0.0.1:1",
            "ganglion.captcha.site-key=the-site-key",
            "ganglion.captcha.secret=the-captcha-secret",
            "ganglion.captcha.timeout=500ms",
            "ganglion.terms.policies.privacy.version=1.2",
            "ganglion.terms.policies.privacy.languages.en.name=Privacy <Policy>",
            "ganglion.terms.policies.privacy.languages.en.url=https://example.org/privacy",
            "ganglion.terms.policies.privacy.languages.de.name=Datenschutz",
            "ganglion.terms.policies.privacy.languages.de.url=https://example.org/datenschutz"
        })
class FallbackIT {
    private static final String REGISTER = V3 + "register";
    private static final List<String> STAGES =
            List.of(
                    "m.login.registration_token",
                    "m.login.recaptcha",
                    "m.login.terms",
                    "m.login.email.identity");

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private DatabaseClient database;
    @Autowired private EphemeralStore store;

    private final CaptchaDouble captcha = CaptchaDouble.INSTANCE;
    private AuthDriver auth;
    private Browser browser;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry properties) {
        Mailbox.INSTANCE.settings().forEach((key, value) -> properties.add(key, () -> value));
        properties.add("ganglion.captcha.verification-url", CaptchaDouble.INSTANCE::url);
    }

    @BeforeEach
    void connect() {
        auth = new AuthDriver(web, tokens);
        browser = new Browser(web, tokens);
        captcha.reset();
    }

    private static String page(String stage, String session) {
        return V3
                + "auth/"
                + stage
                + "/fallback/web?session="
                + URLEncoder.encode(session, StandardCharsets.UTF_8);
    }

    private Browser.Shown fill(String stage, String session, Map<String, String> typed) {
        String path = page(stage, session);
        Browser.Shown asked = browser.open(path);
        assertThat(asked.status()).as(asked.html()).isEqualTo(200);
        return browser.send(path, asked, typed);
    }

    private String registrationToken() {
        return auth.send(
                        HttpMethod.POST,
                        "/_synapse/admin/v1/registration_tokens/new",
                        "{}".getBytes(StandardCharsets.UTF_8),
                        tokens.forAdmin(UserId.parse("@root:test.local")))
                .isOk()
                .string("token");
    }

    private String begun() {
        return auth.post(REGISTER, "{}").asksForStages().string("session");
    }

    private Answer stage(String session, String auth) {
        return this.auth.post(
                REGISTER, "{\"auth\": {\"session\": \"%s\", %s}}".formatted(session, auth));
    }

    private String withToken() {
        String session = begun();
        stage(
                        session,
                        "\"type\": \"m.login.registration_token\", \"token\": \"%s\""
                                .formatted(registrationToken()))
                .asksForStages();
        return session;
    }

    private String withCaptcha() {
        String session = withToken();
        stage(session, "\"type\": \"m.login.recaptcha\", \"response\": \"right\"").asksForStages();
        return session;
    }

    @Test
    void everythingThatIsAskedForIsAskedInOneFlowWithItsParameters() {
        Answer answer = auth.post(REGISTER, "{}").asksForStages();

        assertThat(answer.flows()).containsExactly(STAGES);
        var params = answer.body().object("params").orElseThrow();
        assertThat(params.object("m.login.recaptcha").orElseThrow().string("public_key"))
                .hasValue("the-site-key");
        var privacy =
                params.object("m.login.terms")
                        .orElseThrow()
                        .object("policies")
                        .orElseThrow()
                        .object("privacy")
                        .orElseThrow();
        assertThat(privacy.string("version")).hasValue("1.2");
        assertThat(privacy.object("de").orElseThrow().string("url"))
                .hasValue("https://example.org/datenschutz");
        assertThat(answer.body().toString()).doesNotContain("the-captcha-secret");
    }

    @Test
    void whoseClientKnowsNoStageRegistersByThePages() {
        String session = begun();
        String address = freshAddress();

        assertThat(fill(STAGES.get(0), session, Map.of("token", registrationToken())).html())
                .contains("window.onAuthDone()", "\"authDone\"");
        fill(STAGES.get(1), session, Map.of("g-recaptcha-response", "right"));
        assertThat(browser.open(page(STAGES.get(2), session)).html())
                .contains("Privacy &lt;Policy&gt;");
        fill(STAGES.get(2), session, Map.of());
        Browser.Shown sent = fill(STAGES.get(3), session, Map.of("email", address));
        Browser.Shown tooEarly = browser.send(page(STAGES.get(3), session), sent, Map.of());
        assertThat(tooEarly.html()).contains("not confirmed");
        String link = Mailbox.INSTANCE.newest(address, 1).link();
        browser.send("/_ganglion/email/confirm", browser.open(link), Map.of());
        Browser.Shown done = browser.send(page(STAGES.get(3), session), tooEarly, Map.of());

        assertThat(done.html()).contains("authDone");
        String user =
                auth.post(
                                REGISTER,
                                "{\"username\": \"%s\", \"password\": \"%s\", \"auth\": {\"session\": \"%s\"}}"
                                        .formatted(freshName(), PASSWORD, session))
                        .isOk()
                        .string("user_id");
        assertThat(
                        database.sql(
                                        "select policy || ' ' || version from auth.accepted_terms where user_id = :u")
                                .bind("u", user)
                                .mapValue(String.class)
                                .one()
                                .block())
                .isEqualTo("privacy 1.2");
        assertThat(browser.open(page(STAGES.get(2), session)).status()).isEqualTo(404);
    }

    @Test
    void aPageAllowsItsOwnScriptsAndNoOthers() {
        String session = withToken();

        Browser.Shown captchaPage = browser.open(page("m.login.recaptcha", session));
        String done =
                fill("m.login.recaptcha", session, Map.of("g-recaptcha-response", "right"))
                        .headers()
                        .getFirst("Content-Security-Policy");

        assertThat(captchaPage.html()).contains("data-sitekey=\"the-site-key\"");
        assertThat(captchaPage.headers().getFirst("Content-Security-Policy"))
                .contains(
                        "script-src https://www.google.com https://www.gstatic.com",
                        "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(done)
                .containsPattern("script-src 'nonce-[A-Za-z0-9_-]{22}'")
                .doesNotContain("unsafe");
    }

    @Test
    void aWrongCaptchaMayBeTriedAgain() {
        String session = withToken();

        stage(session, "\"type\": \"m.login.recaptcha\", \"response\": \"wrong\"")
                .asksForStages()
                .isRefused(401, "M_CAPTCHA_INVALID");
        stage(session, "\"type\": \"m.login.recaptcha\"")
                .asksForStages()
                .isRefused(401, "M_CAPTCHA_NEEDED");
        assertThat(
                        fill("m.login.recaptcha", session, Map.of("g-recaptcha-response", "wrong"))
                                .html())
                .contains("The captcha was not solved")
                .contains("data-sitekey");
        Answer solved =
                stage(session, "\"type\": \"m.login.recaptcha\", \"response\": \"right\"")
                        .asksForStages();

        assertThat(solved.body().array("completed").orElseThrow().strings())
                .contains("m.login.recaptcha");
        assertThat(captcha.asked())
                .allSatisfy(form -> assertThat(form).contains("secret=the-captcha-secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[]", "{\"success\": true"})
    void aCaptchaServiceThatMakesNoSenseLetsNobodyIn(String answer) {
        String session = withToken();
        captcha.alwaysAnswer(answer);

        stage(session, "\"type\": \"m.login.recaptcha\", \"response\": \"right\"")
                .isRefused(503, "M_UNKNOWN");
        stage(session, "\"type\": \"m.login.terms\"").isRefused(401, "M_FORBIDDEN");
    }

    @Test
    void a05ASessionThatAClientMakesUpIsNone() {
        String madeUp = "AAAAAAAAAAAAAAAAAAAAAAAA";

        Answer answer =
                stage(
                        madeUp,
                        "\"type\": \"m.login.registration_token\", \"token\": \"%s\""
                                .formatted(registrationToken()));

        answer.asksForStages().isRefused(401, "M_FORBIDDEN");
        assertThat(answer.string("session")).isNotEqualTo(madeUp);
        assertThat(answer.body().array("completed").orElseThrow().strings()).isEmpty();
        assertThat(browser.open(page("m.login.registration_token", madeUp)).status())
                .isEqualTo(404);
    }

    @Test
    void aStageThatIsNotTheNextHasNoPage() {
        assertThat(browser.open(page("m.login.terms", begun())).status()).isEqualTo(404);
        assertThat(browser.open(page("m.login.dummy", begun())).status()).isEqualTo(404);
        assertThat(browser.open(page("m.login.password", begun())).status()).isEqualTo(404);
        assertThat(browser.open(page("m.login.sso.nothing", begun())).status()).isEqualTo(404);
        assertThat(browser.open(V3 + "auth/m.login.terms/fallback/web").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "x' onload='alert(1)",
                "javascript:alert(1)",
                "{{{session}}}",
                "\u0000",
                "a b",
                "..%2f..",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void w01NoSessionParameterGetsIntoThePage(String session) {
        for (String stage : STAGES) {
            Browser.Shown shown = browser.open(page(stage, session));

            assertThat(shown.status()).isEqualTo(404);
            assertThat(shown.html()).doesNotContain("alert(", "<img", "{{{", "onload");
            assertThat(shown.headers().getFirst("Content-Security-Policy"))
                    .contains("default-src 'none'");
        }
    }

    @Test
    void w01AFormOfAnotherSiteOrSessionCompletesNothing() {
        String mine = withCaptcha();
        String others = withCaptcha();
        Browser.Shown asked = browser.open(page("m.login.terms", mine));

        assertThat(browser.send(page("m.login.terms", others), asked, Map.of()).status())
                .isEqualTo(403);
        assertThat(
                        new Browser(web, tokens)
                                .send(page("m.login.terms", mine), asked, Map.of())
                                .status())
                .isEqualTo(403);
        assertThat(browser.post(page("m.login.terms", mine), Map.of()).status()).isEqualTo(403);
        Answer answer =
                stage(mine, "\"type\": \"m.login.registration_token\", \"token\": \"x\"")
                        .asksForStages();
        assertThat(answer.body().array("completed").orElseThrow().strings())
                .doesNotContain("m.login.terms");
    }

    @Test
    void a05ThePasswordOfAPageIsCheckedAndKeptNowhere() {
        String password = "the password of " + freshName();
        AuthDriver.Session alice = withAccount(password);
        String path = "devices/" + alice.deviceId();
        String session = alice.delete(V3 + path, "{}").asksForStages().string("session");

        Browser.Shown page = browser.open(page("m.login.password", session));
        assertThat(page.html()).contains(alice.userId());
        assertThat(fill("m.login.password", session, Map.of("password", "wrong")).html())
                .contains("Wrong password");
        assertThat(fill("m.login.password", session, Map.of("password", password)).html())
                .contains("authDone")
                .doesNotContain(password);

        assertThat(store.find("interactive:" + TokenHash.of(session).text()).block())
                .contains("m.login.password")
                .doesNotContain(password);
        alice.delete(V3 + "devices/OTHER", "{\"auth\": {\"session\": \"" + session + "\"}}")
                .asksForStages()
                .isRefused(401, "M_FORBIDDEN");
        alice.delete(V3 + path, "{\"auth\": {\"session\": \"" + session + "\"}}").isOk();
    }

    private AuthDriver.Session withAccount(String password) {
        String session = withCaptcha();
        stage(session, "\"type\": \"m.login.terms\"").asksForStages();
        String address = freshAddress();
        String sid =
                auth.post(
                                REGISTER + "/email/requestToken",
                                EmailServiceIT.request(address, "secret", 1))
                        .isOk()
                        .string("sid");
        browser.send(
                "/_ganglion/email/confirm",
                browser.open(Mailbox.INSTANCE.newest(address, 1).link()),
                Map.of());
        return auth.as(
                auth.post(
                                REGISTER,
                                """
                                {"username": "%s", "password": "%s", "auth": {"session": "%s", "type": "m.login.email.identity",
                                 "threepid_creds": {"sid": "%s", "client_secret": "secret"}}}
                                """
                                        .formatted(freshName(), password, session, sid))
                        .isOk()
                        .string("access_token"));
    }
}
