package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.freshName;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The page to register on with everything that can be demanded. */
@GanglionTest(
        properties = {
            "ganglion.registration=token",
            "ganglion.registration-requires-email=true",
            "ganglion.password.memory=64KB",
            "ganglion.password.passes=1",
            "ganglion.services.room.urls=http://127.0.0.1:1",
            "ganglion.captcha.site-key=the-site-key",
            "ganglion.captcha.secret=the-captcha-secret",
            "ganglion.terms.policies.privacy.version=1.2",
            "ganglion.terms.policies.privacy.languages.en.name=Privacy",
            "ganglion.terms.policies.privacy.languages.en.url=https://example.org/privacy"
        })
class RegistrationPageStagesIT {
    private static final String PAGE = "/_ganglion/register";

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private DatabaseClient database;

    private final String name = freshName();
    private final String address = Mailbox.freshAddress();
    private AuthDriver auth;
    private WebBrowser browser;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry properties) {
        Mailbox.INSTANCE.settings().forEach((key, value) -> properties.add(key, () -> value));
        properties.add("ganglion.captcha.verification-url", CaptchaDouble.INSTANCE::url);
    }

    @BeforeEach
    void connect() {
        auth = new AuthDriver(web, tokens);
        browser = new WebBrowser(web, tokens);
        CaptchaDouble.INSTANCE.reset();
    }

    private String registrationToken(String body) {
        return auth.send(
                        HttpMethod.POST,
                        "/_synapse/admin/v1/registration_tokens/new",
                        body.getBytes(StandardCharsets.UTF_8),
                        tokens.forAdmin(UserId.parse("@root:test.local")))
                .isOk()
                .string("token");
    }

    /** The page after this answer. */
    private WebBrowser.Shown answer(WebBrowser.Shown page, Map<String, String> typed) {
        assertThat(browser.submit(PAGE, page, typed).location()).contains(PAGE);
        return browser.get(PAGE).isPage();
    }

    private WebBrowser.Shown refused(
            WebBrowser.Shown page, int status, String title, Map<String, String> typed) {
        WebBrowser.Shown answer = browser.submit(PAGE, page, typed);
        assertThat(answer.status()).as(answer.html()).isEqualTo(status);
        assertThat(answer.html()).contains("role=\"alert\"", "<title>" + title + "</title>");
        return answer;
    }

    private WebBrowser.Shown untilMail(String token) {
        WebBrowser.Shown captcha = answer(browser.get(PAGE).isPage(), Map.of("token", token));
        WebBrowser.Shown terms = answer(captcha, Map.of("g-recaptcha-response", "right"));
        return answer(terms, Map.of());
    }

    private WebBrowser.Shown untilAccount(String token) {
        WebBrowser.Shown sent =
                browser.submit(PAGE, untilMail(token), Map.of("email", address)).isPage();
        confirm();
        return answer(sent, Map.of());
    }

    private void confirm() {
        WebBrowser elsewhere = new WebBrowser(web, tokens);
        WebBrowser.Shown page = elsewhere.get(Mailbox.INSTANCE.newest(address, 1).link()).isPage();
        elsewhere.submit("/_ganglion/email/confirm", page, Map.of()).isPage();
    }

    private Map<String, String> account() {
        return Map.of("username", name, "password", PASSWORD, "password_again", PASSWORD);
    }

    @Test
    void everyStageHasItsPageAndThenThereIsAnAccount() {
        WebBrowser.Shown token = browser.get(PAGE).isPage();
        assertThat(token.html()).contains("Your registration token");
        token = refused(token, 403, "Your registration token", Map.of("token", "wrong"));
        WebBrowser.Shown captcha = answer(token, Map.of("token", registrationToken("{}")));
        captcha = refused(captcha, 401, "Are you a person?", Map.of("g-recaptcha-response", "no"));
        WebBrowser.Shown terms = answer(captcha, Map.of("g-recaptcha-response", "right"));
        assertThat(terms.html()).contains("https://example.org/privacy");
        WebBrowser.Shown mail = answer(terms, Map.of());
        WebBrowser.Shown sent = browser.submit(PAGE, mail, Map.of("email", address)).isPage();
        sent = browser.submit(PAGE, sent, Map.of()).isPage();
        assertThat(sent.html()).contains("role=\"alert\"", "Look into your mail");
        confirm();
        WebBrowser.Shown account = answer(sent, Map.of());

        assertThat(browser.submit(PAGE, account, account()).location())
                .isEqualTo("https://matrix.example.org/_ganglion/account");

        assertThat(browser.get("/_ganglion/account").isPage().html()).contains("@" + name + ":");
        assertThat(rows("email_address where user_id = '@" + name + ":test.local'")).isEqualTo(1);
        assertThat(rows("accepted_terms where user_id = '@" + name + ":test.local'")).isEqualTo(1);
    }

    @Test
    void noStageIsLeftOut() {
        WebBrowser.Shown token = browser.get(PAGE).isPage();

        refused(token, 403, "Your registration token", account());

        auth.login(name, PASSWORD).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void aTokenThatSomebodyElseHasUsedUpMeanwhileBeginsAnew() {
        String token = registrationToken("{\"uses_allowed\": 1}");
        WebBrowser.Shown account = untilAccount(token);
        database.sql(
                        "update auth.registration_token set completed = uses_allowed where token = '"
                                + token
                                + "'")
                .then()
                .block();

        WebBrowser.Shown anew = refused(account, 403, "Your registration token", account());

        answer(anew, Map.of("token", registrationToken("{}")));
        auth.login(name, PASSWORD).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void a05WhatOneVisitHasProvedIsNothingInAnotherBrowser() {
        WebBrowser.Shown account = untilAccount(registrationToken("{}"));
        WebBrowser victim = new WebBrowser(web, tokens);
        victim.get(PAGE).isPage();

        assertThat(victim.submit(PAGE, account, account()).status()).isEqualTo(403);
        auth.login(name, PASSWORD).isRefused(403, "M_FORBIDDEN");
    }

    private long rows(String from) {
        return database.sql("select count(*) as rows from auth." + from)
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElse(0L);
    }
}
