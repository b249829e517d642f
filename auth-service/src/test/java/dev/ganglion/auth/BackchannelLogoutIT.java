package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;

import dev.ganglion.testing.openid.OpenIdProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.MediaType;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

class BackchannelLogoutIT extends SsoServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Test
    void theSessionsOfAProvidersSessionEnd() {
        String name = someone();
        AuthDriver.Session one = signedIn("company");
        AuthDriver.Session two = signedIn("company");
        provider.signIn(
                Map.of("sub", "subject of " + name, "sid", "another", "preferred_username", name));
        AuthDriver.Session other = signedIn("company");

        assertThat(logout(token(claims -> claims.claim("sid", "session of " + name))))
                .isEqualTo(200);

        auth.resolve(one.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        auth.resolve(two.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        auth.resolve(other.accessToken()).isOk();
    }

    @Test
    void allSessionsOfASubjectEndWhereNoneIsNamed() {
        String name = someone();
        AuthDriver.Session one = signedIn("company");
        AuthDriver.Session bystander = auth.registered();

        assertThat(logout(token(claims -> claims.subject("subject of " + name)))).isEqualTo(200);

        auth.resolve(one.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        auth.resolve(bystander.accessToken()).isOk();
    }

    @Test
    void whoIsOnTheWayDoesNotGetInAnyMore() {
        String name = someone();
        URI client = browser.signIn(redirect("company", TRUSTED)).location();
        SsoBrowser.View page = browser.signIn(redirect("company", "https://other.example/"));

        assertThat(logout(token(claims -> claims.claim("sid", "session of " + name))))
                .isEqualTo(200);

        login(token(client)).isRefused(403, "M_FORBIDDEN");
        browser.open(page.link()).isPage(403);
    }

    @Test
    void browsersAndWhatTheyAllowedEndWithTheProvidersSession() {
        String name = someone();
        OAuthClient app = OAuthClient.registered(web, tokens, OAuthClient.WEB);
        WebBrowser pages = signedInBrowser();
        AuthDriver.Session device =
                auth.as(app.signedIn(pages, "FETCHEDDEVICE").string("access_token"));
        String code = app.code(pages, "WAITINGDEVICE");
        Answer grant =
                app.post(
                        "device_authorization",
                        Map.of("client_id", app.id(), "scope", OAuthClient.scope("DISTANTDEVICE")));
        allow(pages, grant.string("user_code"));

        assertThat(logout(token(claims -> claims.claim("sid", "session of " + name))))
                .isEqualTo(200);

        auth.resolve(device.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
        assertThat(pages.get("/_ganglion/account").location()).contains("/_ganglion/sign-in");
        assertThat(app.exchange(code).status()).isEqualTo(400);
        assertThat(fetched(app, grant).status()).isEqualTo(400);
    }

    private static void allow(WebBrowser pages, String userCode) {
        String path = OAuthClient.OAUTH + "device";
        WebBrowser.Shown page = pages.get(path).isPage();
        Map<String, String> typed = Map.of("user_code", userCode, "decision", "allow");
        assertThat(pages.submit(path, page, typed).isPage().html()).contains("is being signed in");
    }

    @Test
    void a15WhoGetsALoginTokenJustThenDoesNotGetInEither() {
        String name = someone();
        try (var token = new HeldInserts(database, "login_token")) {
            var arrival = HeldInserts.begin(() -> browser.signIn(redirect("company", TRUSTED)));
            token.awaitSomebody();

            assertThat(logout(token(claims -> claims.claim("sid", "session of " + name))))
                    .isEqualTo(200);
            token.open();

            assertThat(arrival).succeedsWithin(PATIENCE).satisfies(page -> page.isPage(403));
        }
    }

    @Test
    void a15WhoLogsInByALoginTokenJustThenIsLoggedOut() {
        String name = someone();
        String loginToken = token(browser.signIn(redirect("company", TRUSTED)).location());
        try (var device = new HeldInserts(database, "device")) {
            var login = HeldInserts.begin(() -> login(loginToken));
            device.awaitSomebody();
            var logout = HeldInserts.begin(() -> logoutOf(name));
            awaitLogout(logout, "login_token");
            device.open();

            assertThat(logout).succeedsWithin(PATIENCE).isEqualTo(200);
            assertThat(login).succeedsWithin(PATIENCE).satisfies(this::isLetInNoMore);
        }
    }

    @Test
    void a15WhoFetchesTokensForACodeJustThenIsLoggedOut() {
        String name = someone();
        OAuthClient app = OAuthClient.registered(web, tokens, OAuthClient.WEB);
        String code = app.code(signedInBrowser(), "HASTYDEVICE");
        try (var device = new HeldInserts(database, "device")) {
            var login = HeldInserts.begin(() -> app.exchange(code));
            device.awaitSomebody();
            var logout = HeldInserts.begin(() -> logoutOf(name));
            awaitLogout(logout, "oauth_code");
            device.open();

            assertThat(logout).succeedsWithin(PATIENCE).isEqualTo(200);
            assertThat(login).succeedsWithin(PATIENCE).satisfies(this::isLetInNoMore);
        }
    }

    @Test
    void a15ADeviceThatFetchesItsTokensJustThenIsLoggedOut() {
        String name = someone();
        OAuthClient app = OAuthClient.registered(web, tokens, OAuthClient.WEB);
        Answer grant =
                app.post(
                        "device_authorization",
                        Map.of("client_id", app.id(), "scope", OAuthClient.scope("DISTANTDEVICE")));
        allow(signedInBrowser(), grant.string("user_code"));
        try (var device = new HeldInserts(database, "device")) {
            var login = HeldInserts.begin(() -> fetched(app, grant));
            device.awaitSomebody();
            var logout = HeldInserts.begin(() -> logoutOf(name));
            awaitLogout(logout, "oauth_device_grant");
            device.open();

            assertThat(logout).succeedsWithin(PATIENCE).isEqualTo(200);
            assertThat(login).succeedsWithin(PATIENCE).satisfies(this::isLetInNoMore);
        }
    }

    @Test
    void a15WhatABrowserAllowsJustThenLetsNoDeviceIn() {
        String name = someone();
        OAuthClient app = OAuthClient.registered(web, tokens, OAuthClient.WEB);
        WebBrowser pages = signedInBrowser();
        try (var code = new HeldInserts(database, "oauth_code")) {
            var consent = HeldInserts.begin(() -> app.code(pages, "HASTYDEVICE"));
            code.awaitSomebody();
            var logout = HeldInserts.begin(() -> logoutOf(name));
            awaitLogout(logout, "browser_session");
            code.open();

            assertThat(logout).succeedsWithin(PATIENCE).isEqualTo(200);
            assertThat(consent)
                    .succeedsWithin(PATIENCE)
                    .satisfies(allowed -> isLetInNoMore(app.exchange(allowed)));
        }
    }

    @Test
    void a15ADeviceThatABrowserAllowsJustThenIsNotLetIn() {
        String name = someone();
        OAuthClient app = OAuthClient.registered(web, tokens, OAuthClient.WEB);
        Answer grant =
                app.post(
                        "device_authorization",
                        Map.of("client_id", app.id(), "scope", OAuthClient.scope("DISTANTDEVICE")));
        WebBrowser pages = signedInBrowser();
        try (var approval = HeldInserts.updates(database, "oauth_device_grant")) {
            var consent =
                    HeldInserts.begin(
                            () -> {
                                allow(pages, grant.string("user_code"));
                                return true;
                            });
            approval.awaitSomebody();
            var logout = HeldInserts.begin(() -> logoutOf(name));
            awaitLogout(logout, "browser_session");
            approval.open();

            assertThat(logout).succeedsWithin(PATIENCE).isEqualTo(200);
            assertThat(consent).succeedsWithin(PATIENCE);
        }
        isLetInNoMore(fetched(app, grant));
    }

    /** It is done, or waits for the login that has the row. */
    private void awaitLogout(CompletableFuture<Integer> logout, String table) {
        String waiting =
                """
                select count(*)
                from pg_stat_activity
                where wait_event_type = 'Lock' and query like 'delete from auth.%s %%'
                """
                        .formatted(table);
        await().atMost(PATIENCE)
                .until(
                        () ->
                                logout.isDone()
                                        || Long.valueOf(0)
                                                        .compareTo(
                                                                database.sql(waiting)
                                                                        .mapValue(Long.class)
                                                                        .one()
                                                                        .block())
                                                < 0);
    }

    private void isLetInNoMore(Answer login) {
        if (login.status() == 200) {
            auth.resolve(login.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
        } else {
            assertThat(login.status()).isIn(400, 403);
        }
    }

    private int logoutOf(String name) {
        return logout(token(claims -> claims.claim("sid", "session of " + name)));
    }

    private WebBrowser signedInBrowser() {
        WebBrowser pages = new WebBrowser(web, tokens);
        URI sent =
                Objects.requireNonNull(
                        pages.get("/_ganglion/sso/company/sign-in").headers().getLocation());
        pages.get(SsoBrowser.path(browser.signInAt(sent))).location();
        return pages;
    }

    private static Answer fetched(OAuthClient app, Answer grant) {
        return app.post(
                "token",
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "client_id",
                        app.id(),
                        "device_code",
                        grant.string("device_code")));
    }

    @Test
    void aTokenCountsOnce() {
        String name = someone();
        String logout = token(claims -> claims.subject("subject of " + name));
        assertThat(logout(logout)).isEqualTo(200);
        AuthDriver.Session later = signedIn("company");

        assertThat(logout(logout)).isEqualTo(400);

        auth.resolve(later.accessToken()).isOk();
    }

    @Test
    void a15ALogoutThatFailedIsDoneWhenItComesAgain() {
        String name = someone();
        AuthDriver.Session session = signedIn("company");
        String logout = token(claims -> claims.subject("subject of " + name));
        sql(
                "create function auth.refuse() returns trigger language plpgsql as 'begin raise exception ''not now''; end'");
        sql(
                "create trigger refused before delete on auth.device for each row execute function auth.refuse()");
        try {
            assertThat(logout(logout)).isGreaterThanOrEqualTo(500);
        } finally {
            sql("drop function auth.refuse() cascade");
        }
        auth.resolve(session.accessToken()).isOk();

        assertThat(logout(logout)).isEqualTo(200);

        auth.resolve(session.accessToken()).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    record Change(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> wrongClaims() {
        Date past = Date.from(Instant.now().minusSeconds(3_600));
        Date future = Date.from(Instant.now().plusSeconds(3_600));
        return Stream.of(
                new Change("of another issuer", claims -> claims.issuer("https://evil.example")),
                new Change("for another client", claims -> claims.audience("another")),
                new Change("too old", claims -> claims.issueTime(past)),
                new Change("of the future", claims -> claims.issueTime(future)),
                new Change("expired", claims -> claims.expirationTime(past)),
                new Change("without time", claims -> claims.issueTime(null)),
                new Change("without event", claims -> claims.claim("events", null)),
                new Change(
                        "of another event",
                        claims -> claims.claim("events", Map.of("x", Map.of()))),
                new Change("with a nonce", claims -> claims.claim("nonce", "x")),
                new Change("without an ID", claims -> claims.jwtID(null)),
                new Change("of nothing", claims -> claims.subject(null)));
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void a15WrongTokensEndNothing(Change change) {
        String name = someone();
        AuthDriver.Session session = signedIn("company");

        int status =
                logout(token(claims -> change.change.apply(claims.subject("subject of " + name))));

        assertThat(status).isEqualTo(400);
        auth.resolve(session.accessToken()).isOk();
    }

    @Test
    void a15NonsenseIsRefused() throws JOSEException {
        assertThat(logout("nonsense")).isEqualTo(400);
        assertThat(logout("")).isEqualTo(400);
        String forged =
                OpenIdProvider.signed(
                                claims(builder -> builder.subject("x")),
                                OpenIdProvider.freshKey(),
                                provider.key().getKeyID())
                        .serialize();
        assertThat(logout(forged)).isEqualTo(400);
    }

    private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(
                        new JWTClaimsSet.Builder()
                                .issuer(provider.issuer("company"))
                                .audience(OpenIdProvider.CLIENT)
                                .issueTime(Date.from(Instant.now()))
                                .expirationTime(Date.from(Instant.now().plusSeconds(120)))
                                .jwtID(UUID.randomUUID().toString())
                                .claim(
                                        "events",
                                        Map.of(
                                                "http://schemas.openid.net/event/backchannel-logout",
                                                Map.of())))
                .build();
    }

    private String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        try {
            return provider.signed(claims(change)).serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private int logout(String token) {
        var result =
                web.post()
                        .uri("/_ganglion/sso/company/backchannel_logout")
                        .headers(tokens.forNobody())
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .bodyValue("logout_token=" + token)
                        .exchange()
                        .expectBody()
                        .returnResult();
        if (result.getStatus().value() < 500) {
            assertThat(result.getResponseHeaders().getCacheControl()).contains("no-store");
        }
        return result.getStatus().value();
    }
}
