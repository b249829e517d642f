package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.AuthDriver.freshName;
import static dev.ganglion.auth.Mailbox.freshAddress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

class EmailIT extends EmailServiceIT {
    @Test
    void whoRegistersWithAnAddressLogsInByIt() {
        String address = freshAddress();

        AuthDriver.Session alice = registered(address);

        assertThat(
                        alice.get(V3 + "account/3pid")
                                .isOk()
                                .body()
                                .array("threepids")
                                .orElseThrow()
                                .objects())
                .singleElement()
                .satisfies(
                        threepid -> {
                            assertThat(threepid.string("medium")).hasValue("email");
                            assertThat(threepid.string("address")).hasValue(address);
                            assertThat(threepid.integer("validated_at")).isPresent();
                            assertThat(threepid.integer("added_at")).isPresent();
                        });
        assertThat(loginBy(address.toUpperCase(Locale.ROOT), PASSWORD).isOk().string("user_id"))
                .isEqualTo(alice.userId());
        auth.post(
                        V3 + "login",
                        "{\"type\": \"m.login.password\", \"medium\": \"email\", \"address\": \"%s\", \"password\": \"%s\"}"
                                .formatted(address, PASSWORD))
                .isOk();
        auth.post(
                        V3 + "login",
                        "{\"type\": \"m.login.password\", \"identifier\": {\"medium\": \"email\", \"address\": \"%s\"}, \"password\": \"%s\"}"
                                .formatted(address, PASSWORD))
                .isOk();
    }

    @Test
    void aRegistrationMayDoWithoutAnAddress() {
        Answer asked = auth.post(V3 + "register", "{}").asksForStages();

        assertThat(asked.flows())
                .containsExactly(List.of("m.login.dummy"), List.of("m.login.email.identity"));
        auth.register(freshName());
    }

    @Test
    void aProgramThatFollowsTheLinkConfirmsNothing() {
        String address = freshAddress();
        Creds creds = asked(REGISTRATION, address);
        String link = mailbox.newest(address, 1).link();

        browser.open(link);
        Browser.Shown page = browser.open(link);

        assertThat(page.html()).contains(address).contains("<button");
        auth.post(V3 + "register", registration(creds))
                .asksForStages()
                .isRefused(401, "M_THREEPID_AUTH_FAILED");
    }

    @Test
    void w01TheButtonOfAnotherSiteConfirmsNothing() {
        String address = freshAddress();
        Creds creds = asked(REGISTRATION, address);
        Browser.Shown page = browser.open(mailbox.newest(address, 1).link());

        Browser.Shown answer =
                new Browser(web, tokens).send("/_ganglion/email/confirm", page, Map.of());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers().getFirst("Content-Security-Policy"))
                .contains("default-src 'none'");
        auth.post(V3 + "register", registration(creds)).isRefused(401, "M_THREEPID_AUTH_FAILED");
    }

    private static String registration(Creds creds) {
        return "{\"username\": \"%s\", \"password\": \"%s\", \"auth\": %s}"
                .formatted(freshName(), PASSWORD, creds.stage());
    }

    @Test
    void aLinkIsGoodOnceAndSoIsWhatItProves() {
        String address = freshAddress();
        Creds creds = asked(REGISTRATION, address);
        Mailbox.Letter letter = mailbox.newest(address, 1);
        confirm(letter);

        assertThat(browser.open(letter.link()).status()).isEqualTo(404);
        auth.post(V3 + "register", registration(creds)).isOk();
        auth.post(V3 + "register", registration(creds)).isRefused(401, "M_THREEPID_AUTH_FAILED");
    }

    @Test
    void anAttemptIsMailedOnceAndALaterOneAgain() {
        String address = freshAddress();
        String secret = UUID.randomUUID().toString();
        String sid = auth.post(REGISTRATION, request(address, secret, 1)).isOk().string("sid");
        Mailbox.Letter first = mailbox.newest(address, 1);

        assertThat(auth.post(REGISTRATION, request(address, secret, 1)).isOk().string("sid"))
                .isEqualTo(sid);
        assertThat(mailbox.of(address)).hasSize(1);
        assertThat(auth.post(REGISTRATION, request(address, secret, 2)).isOk().string("sid"))
                .isEqualTo(sid);

        assertThat(mailbox.newest(address, 2).link()).isNotEqualTo(first.link());
        assertThat(browser.open(first.link()).status()).isEqualTo(404);
    }

    @Test
    void aLinkExpires() {
        String address = freshAddress();
        Creds creds = asked(REGISTRATION, address);
        Mailbox.Letter letter = mailbox.newest(address, 1);
        database.sql(
                        "update auth.email_validation set expires_at = now() - interval '1 s' where address = :a")
                .bind("a", address)
                .then()
                .block();

        assertThat(browser.open(letter.link()).status()).isEqualTo(404);
        auth.post(V3 + "register", registration(creds)).isRefused(401, "M_THREEPID_AUTH_FAILED");
    }

    @Test
    void whatIsProvedInTheLastMomentIsGoodForALifetime() {
        String address = freshAddress();
        asked(REGISTRATION, address);
        database.sql(
                        "update auth.email_validation set expires_at = now() + interval '1 minute' where address = :a")
                .bind("a", address)
                .then()
                .block();

        confirm(mailbox.newest(address, 1));

        assertThat(
                        database.sql(
                                        "select expires_at > now() + interval '50 minutes' from auth.email_validation where address = :a")
                                .bind("a", address)
                                .mapValue(Boolean.class)
                                .one()
                                .block())
                .isTrue();
    }

    @Test
    void a06AKnownAddressLooksLikeAnUnknownOneToWhoRegisters() {
        String address = freshAddress();
        registered(address);

        Creds creds = asked(REGISTRATION, address);

        Mailbox.Letter letter = mailbox.newest(address, 2);
        assertThat(letter.subject()).contains("already have an account");
        assertThat(letter.hasLink()).isFalse();
        auth.post(V3 + "register", registration(creds)).isRefused(401, "M_THREEPID_AUTH_FAILED");
    }

    @Test
    void a06AnUnknownAddressLooksLikeAKnownOneToWhoResets() {
        String address = freshAddress();

        asked(RESET, address);

        Mailbox.Letter letter = mailbox.newest(address, 1);
        assertThat(letter.subject()).contains("No account");
        assertThat(letter.hasLink()).isFalse();
    }

    @Test
    void a06AnAddressThatNobodyHasIsRefusedAndLockedLikeAnother() {
        String known = freshAddress();
        registered(known);

        Answer wrong = loginBy(known, "wrong");
        assertThat(loginBy(freshAddress(), "wrong")).isEqualTo(wrong);
        wrong.isRefused(403, "M_FORBIDDEN");
        String unknown = freshAddress();
        for (int i = 0; i < 10; i++) {
            loginBy(unknown, "wrong").isRefused(403, "M_FORBIDDEN");
        }
        loginBy(unknown, "wrong").isRefused(429, "M_LIMIT_EXCEEDED");
        loginBy(freshAddress(), "wrong").isRefused(403, "M_FORBIDDEN");
        loginBy("not an address", "wrong").isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void a06WhoLocksAnAccountDoesNotLearnItsAddress() {
        String address = freshAddress();
        String name = registered(address).localpart();

        for (int i = 0; i < 11; i++) {
            auth.login(name, "wrong");
        }

        auth.login(name, PASSWORD).isRefused(429, "M_LIMIT_EXCEEDED");
        assertThat(loginBy(address, "wrong")).isEqualTo(loginBy(freshAddress(), "wrong"));
        loginBy(address, PASSWORD).isOk();
    }

    @Test
    void a06WhoLocksAnAddressDoesNotLearnItsAccount() {
        String address = freshAddress();
        String name = registered(address).localpart();

        for (int i = 0; i < 11; i++) {
            loginBy(address, "wrong");
        }

        loginBy(address.toUpperCase(Locale.ROOT), PASSWORD).isRefused(429, "M_LIMIT_EXCEEDED");
        auth.login(name, PASSWORD).isOk();
    }

    @Test
    void ofTwoRegistrationsWithOneAddressOneSucceeds() {
        String address = freshAddress();
        Creds first = proven(REGISTRATION, address);
        Creds second = proven(REGISTRATION, address);
        auth.post(V3 + "register", registration(first)).isOk();
        String name = freshName();

        auth.post(
                        V3 + "register",
                        "{\"username\": \"%s\", \"password\": \"%s\", \"auth\": %s}"
                                .formatted(name, PASSWORD, second.stage()))
                .isRefused(400, "M_THREEPID_IN_USE");

        auth.get(V3 + "register/available?username=" + name).isOk();
    }

    @Test
    void d09OneAddressGetsOnlySoManyMails() {
        String address = freshAddress();
        for (int i = 0; i < 5; i++) {
            auth.from("10.77.0." + i).post(REGISTRATION, request(address, "s" + i, 1)).isOk();
        }

        Answer refused = auth.from("10.77.1.1").post(REGISTRATION, request(address, "s6", 1));

        refused.isRefused(429, "M_LIMIT_EXCEEDED");
        assertThat(refused.body().integer("retry_after_ms")).isPresent();
        assertThat(mailbox.of(address)).hasSize(5);
    }

    @Test
    void d08OneNetworkAsksForOnlySoManyMails() {
        for (int i = 0; i < 50; i++) {
            auth.post(REGISTRATION, request(freshAddress(), "secret", 1)).isOk();
        }

        auth.post(REGISTRATION, request(freshAddress(), "secret", 1))
                .isRefused(429, "M_LIMIT_EXCEEDED");
        auth.from("10.78.1.1").post(REGISTRATION, request(freshAddress(), "secret", 1)).isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {REGISTRATION, RESET, ADDING})
    void whatIsNoRequestIsRefused(String endpoint) {
        auth.post(endpoint, "{}").isRefused(400, "M_MISSING_PARAM");
        auth.post(endpoint, request("nobody", "s", 1)).isRefused(400, "M_INVALID_PARAM");
        auth.post(endpoint, request("a@b@c, d@e", "s", 1)).isRefused(400, "M_INVALID_PARAM");
        auth.post(endpoint, request("a\\r\\nBcc: x@y.z@b.c", "s", 1))
                .isRefused(400, "M_INVALID_PARAM");
        auth.post(endpoint, request(freshAddress(), "", 1)).isRefused(400, "M_INVALID_PARAM");
        auth.post(endpoint, request(freshAddress(), "a b", 1)).isRefused(400, "M_INVALID_PARAM");
        auth.post(endpoint, request(freshAddress(), "x".repeat(256), 1))
                .isRefused(400, "M_INVALID_PARAM");
        auth.post(endpoint, "{\"email\": 1, \"client_secret\": \"s\", \"send_attempt\": 1}")
                .isRefused(400, "M_BAD_JSON");
        auth.post(
                        endpoint,
                        "{\"email\": \"a@b.c\", \"client_secret\": \"s\", \"send_attempt\": \"x\"}")
                .isRefused(400, "M_BAD_JSON");
        auth.post(endpoint.replace("email", "msisdn"), "{}")
                .isRefused(400, "M_THREEPID_MEDIUM_NOT_SUPPORTED");
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.org/#/go, true",
        "https://matrix.example.org/x, true",
        "https://evil.example/, false",
        "https://app.example.org.evil.example/, false",
        "https://sub.app.example.org/, false"
    })
    void w03ThePageLinksOnlyToHostsThatTheOperatorNames(String link, boolean isShown) {
        String address = freshAddress();
        auth.post(
                        REGISTRATION,
                        "{\"email\": \"%s\", \"client_secret\": \"s\", \"send_attempt\": 1, \"next_link\": \"%s\"}"
                                .formatted(address, link))
                .isOk();

        Browser.Shown page = confirm(mailbox.newest(address, 1));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().getLocation()).isNull();
        assertThat(page.html().contains("href=\"" + link)).isEqualTo(isShown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "//evil.example/",
                "/relative",
                "https:///x",
                "https://app.example.org@evil.example/",
                "https://app.example.org\\\\@evil.example/",
                "data:text/html,x",
                "ftp://app.example.org/"
            })
    void w03ALinkThatIsNoneIsRefused(String link) {
        auth.post(
                        REGISTRATION,
                        "{\"email\": \"%s\", \"client_secret\": \"s\", \"send_attempt\": 1, \"next_link\": \"%s\"}"
                                .formatted(freshAddress(), link))
                .isRefused(400, "M_INVALID_PARAM");
    }

    @Test
    void a01TokensAndSecretsAreStoredAsHashes() {
        String address = freshAddress();
        Creds creds = asked(REGISTRATION, address);
        String token = mailbox.newest(address, 1).link().replaceAll(".*token=", "");

        String row =
                database.sql(
                                "select v::text as row from auth.email_validation v where address = :a")
                        .bind("a", address)
                        .mapValue(String.class)
                        .one()
                        .blockOptional()
                        .orElseThrow();

        assertThat(row).contains(creds.sid()).doesNotContain(token, creds.clientSecret());
    }
}
