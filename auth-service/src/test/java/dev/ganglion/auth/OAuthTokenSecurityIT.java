package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.freshName;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Tokens and codes that come back, are changed or belong to others. */
@ExtendWith(OutputCaptureExtension.class)
class OAuthTokenSecurityIT extends OAuthServiceIT {
    @Test
    void a04ACodeThatComesBackEndsWhatWasIssuedForIt() {
        WebBrowser browser = browserOf(freshName());
        OAuthClient app = app();
        String code = app.code(browser, "CODEREUSEDEVICE");
        Answer issued = app.exchange(code).isOk();
        auth.resolve(issued.string("access_token")).isOk();

        isError(app.exchange(code), 400, "invalid_grant");

        auth.resolve(issued.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
        isError(app.refresh(issued.string("refresh_token")), 400, "invalid_grant");
    }

    @Test
    void a04OfManyWhoShowACodeAtOnceNobodyKeepsTheTokens() {
        WebBrowser browser = browserOf(freshName());
        OAuthClient app = app();
        String code = app.code(browser, "CODERACEDEVICE");

        List<Answer> answers =
                Flux.range(0, 8)
                        .flatMap(
                                _ ->
                                        Flux.defer(() -> Flux.just(exchanged(app, code)))
                                                .subscribeOn(Schedulers.boundedElastic()))
                        .collectList()
                        .blockOptional()
                        .orElseThrow();

        assertThat(answers.stream().filter(answer -> answer.status() == 200).count())
                .isLessThanOrEqualTo(1);
        answers.stream()
                .flatMap(answer -> answer.body().string("access_token").stream())
                .forEach(token -> auth.resolve(token).isRefused(401, "M_UNKNOWN_TOKEN"));
    }

    private static Answer exchanged(OAuthClient app, String code) {
        Callable<Answer> call = () -> app.exchange(code);
        try {
            return call.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a04ARefreshTokenThatComesBackAfterItsSuccessorWasUsedEndsTheSession() {
        WebBrowser browser = browserOf(freshName());
        OAuthClient app = app();
        Answer first = app.signedIn(browser, "ROTATEDDEVICE");
        Answer second = app.refresh(first.string("refresh_token")).isOk();
        Answer third = app.refresh(second.string("refresh_token")).isOk();
        auth.resolve(third.string("access_token")).isOk();

        isError(app.refresh(first.string("refresh_token")), 400, "invalid_grant");

        auth.resolve(third.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
        isError(app.refresh(third.string("refresh_token")), 400, "invalid_grant");
    }

    @Test
    void aRefreshForAnotherDeviceIsRefusedBeforeAnythingIsReplaced() {
        OAuthClient app = app();
        Answer issued = app.signedIn(browserOf(freshName()), "REFRESHINGDEVICE");
        String mine = "refresh_token where device_id = 'REFRESHINGDEVICE'";
        long before = count(mine);

        Map<String, String> form =
                Map.of(
                        "grant_type", "refresh_token",
                        "client_id", app.id(),
                        "refresh_token", issued.string("refresh_token"),
                        "scope", OAuthClient.scope("ANOTHERDEVICE"));
        isError(app.post("token", form), 400, "invalid_scope");

        assertThat(count(mine)).isEqualTo(before);
        app.refresh(issued.string("refresh_token")).isOk();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another redirect, redirect_uri, https://app.example.com/callback2",
        "another verifier, code_verifier, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "a short verifier, code_verifier, a",
        "the challenge as verifier, code_verifier, CHALLENGE",
        "another client, client_id, OTHER",
    })
    void a16ACodeIsGoodForItsClientItsAddressAndItsVerifierAlone(
            String what, String field, String value) {
        WebBrowser browser = browserOf(freshName());
        OAuthClient app = app();
        String code = app.code(browser, "BOUNDDEVICE");
        Map<String, String> form = app.exchangeForm(code);
        form.put(
                field,
                switch (value) {
                    case "OTHER" -> app(OAuthClient.WEB.replace("Some App", "Other App")).id();
                    case "CHALLENGE" -> app.request("x").getOrDefault("code_challenge", "");
                    default -> value;
                });

        isError(app.post("token", form), 400, "invalid_grant");
        isError(app.exchange(code), 400, "invalid_grant");
    }

    @Test
    void a16ADeviceOfAnotherUserIsNotTouchedByOneOfTheSameName() {
        OAuthClient app = app();
        Answer alices = app.signedIn(browserOf(freshName()), "SAMENAMEDEVICE");

        Answer bobs = app.signedIn(browserOf(freshName()), "SAMENAMEDEVICE");

        assertThat(auth.as(alices.string("access_token")).userId())
                .isNotEqualTo(auth.as(bobs.string("access_token")).userId());
        app.revoke(bobs.string("access_token"));
        auth.resolve(alices.string("access_token")).isOk();
    }

    @Test
    void whoeverHasATokenEndsItsSessionWhateverClientTheySayTheyAre() {
        Answer issued = app().signedIn(browserOf(freshName()), "FOUNDDEVICE");
        OAuthClient other = app(OAuthClient.WEB.replace("Some App", "Third App"));

        assertThat(other.revoke("nonsense").status()).isEqualTo(200);
        auth.resolve(issued.string("access_token")).isOk();
        assertThat(other.revoke(issued.string("access_token")).status()).isEqualTo(200);
        auth.resolve(issued.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
        isError(app().refresh(issued.string("refresh_token")), 400, "invalid_grant");
    }

    @Test
    void aTokenOfTheOlderApiIsNobodysToRevokeHere() {
        AuthDriver.Session session = auth.registered();

        assertThat(app().revoke(session.accessToken()).status()).isEqualTo(200);
        auth.resolve(session.accessToken()).isOk();
    }

    @Test
    void a01a09w04NeitherTheDatabaseNorTheLogHoldsAnythingToUse(CapturedOutput log) {
        WebBrowser browser = browserOf(freshName());
        OAuthClient app = app();
        String code = app.code(browser, "DUMPEDDEVICE");
        String unused = app.code(browser, "UNUSEDDEVICE");
        Answer issued = app.exchange(code).isOk();
        Answer waiting =
                app.post(
                                "device_authorization",
                                Map.of(
                                        "client_id", app.id(),
                                        "scope", OAuthClient.scope("WAITINGDEVICE")))
                        .isOk();
        app.exchange("gac_not\r\n\u001b[31mINJECTED");

        List<String> secrets =
                List.of(
                        code,
                        unused,
                        issued.string("access_token"),
                        issued.string("refresh_token"),
                        waiting.string("device_code"),
                        waiting.string("user_code"),
                        waiting.string("user_code").replace("-", ""),
                        app.verifier(),
                        browser.cookies().getOrDefault("__Host-ganglion-session", "none"),
                        browser.cookies().getOrDefault("__Host-ganglion-form", "none"));
        String dump = dump();
        assertThat(dump).contains("DUMPEDDEVICE", "WAITINGDEVICE");
        for (String secret : secrets) {
            assertThat(dump).doesNotContain(secret);
            assertThat(log.getAll()).doesNotContain(secret);
        }
        assertThat(log.getAll()).doesNotContain("INJECTED");
    }

    private String dump() {
        List<String> tables =
                List.of(
                        "oauth_client",
                        "oauth_code",
                        "oauth_device_grant",
                        "browser_session",
                        "access_token",
                        "refresh_token",
                        "device");
        return String.join(
                "\n",
                tables.stream()
                        .flatMap(
                                table ->
                                        database
                                                .sql("select t::text from auth." + table + " t")
                                                .mapValue(String.class)
                                                .all()
                                                .collectList()
                                                .blockOptional()
                                                .orElseThrow()
                                                .stream())
                        .toList());
    }

    @Test
    void a09SecretsInAQueryAreRefused() {
        OAuthClient app = app();
        Answer issued = app.signedIn(browserOf(freshName()), "QUERYDEVICE");

        for (String endpoint :
                List.of(
                        "token?refresh_token=" + issued.string("refresh_token"),
                        "revoke?token=" + issued.string("access_token"),
                        "device_authorization?client_id=" + app.id())) {
            isError(
                    app.post(
                            endpoint,
                            Map.of(
                                    "client_id",
                                    app.id(),
                                    "grant_type",
                                    "refresh_token",
                                    "token",
                                    "x",
                                    "refresh_token",
                                    issued.string("refresh_token"))),
                    400,
                    "invalid_request");
        }
        auth.resolve(issued.string("access_token")).isOk();
    }

    @ParameterizedTest(name = "{0}={1}: {3}")
    @CsvSource({
        "grant_type, password, 400, unsupported_grant_type",
        "grant_type, client_credentials, 400, unsupported_grant_type",
        "grant_type, '', 400, invalid_request",
        "client_id, '', 400, invalid_request",
        "client_id, nobody, 401, invalid_client",
        "code, '', 400, invalid_request",
        "code_verifier, '', 400, invalid_request",
        "redirect_uri, '', 400, invalid_request",
    })
    void aRequestForTokensThatIsWrongIsToldSo(
            String field, String value, int status, String error) {
        OAuthClient app = app();
        Map<String, String> form = app.exchangeForm("gac_x");
        form.put(field, value);

        isError(app.post("token", form), status, error);
    }
}
