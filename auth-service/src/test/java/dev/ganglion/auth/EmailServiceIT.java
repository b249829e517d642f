package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;
import dev.ganglion.testing.identityserver.FakeIdentityServer;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.Map;
import java.util.UUID;

/** A running auth-service with open registration that can send mail. */
@GanglionTest(
        properties = {
            "ganglion.registration=open",
            "ganglion.password.memory=64KB",
            "ganglion.password.passes=1",
            "ganglion.password.queue=1000",
            "ganglion.deactivation.retry-interval=100ms",
            "ganglion.deactivation.erasure-settles-after=1s",
            "ganglion.email.next-link-hosts=app.example.org"
        })
abstract class EmailServiceIT {
    static final String REGISTRATION = V3 + "register/email/requestToken";
    static final String RESET = V3 + "account/password/email/requestToken";
    static final String ADDING = V3 + "account/3pid/email/requestToken";

    static final FakeIdentityServer IDENTITY_SERVER = new FakeIdentityServer();

    @Autowired WebTestClient web;
    @Autowired TestTokens tokens;
    @Autowired DatabaseClient database;

    final Mailbox mailbox = Mailbox.INSTANCE;
    AuthDriver auth;
    Browser browser;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry properties) {
        properties.add(
                "ganglion.identity-servers.trusted", () -> "http://" + IDENTITY_SERVER.name());
        Mailbox.INSTANCE.settings().forEach((key, value) -> properties.add(key, () -> value));
        RoomServiceDouble.INSTANCE
                .settings()
                .forEach((key, value) -> properties.add(key, () -> value));
    }

    @BeforeEach
    void connect() {
        auth = new AuthDriver(web, tokens);
        browser = new Browser(web, tokens);
    }

    /** What a client keeps of a proof. */
    record Creds(String sid, String clientSecret) {
        String json() {
            return "\"sid\": \"%s\", \"client_secret\": \"%s\"".formatted(sid, clientSecret);
        }

        String stage() {
            return "{\"type\": \"m.login.email.identity\", \"threepid_creds\": {" + json() + "}}";
        }
    }

    static String request(String address, String secret, int attempt) {
        return "{\"email\": \"%s\", \"client_secret\": \"%s\", \"send_attempt\": %d}"
                .formatted(address, secret, attempt);
    }

    Creds asked(String endpoint, String address) {
        String secret = UUID.randomUUID().toString();
        Answer answer = auth.post(endpoint, request(address, secret, 1)).isOk();
        return new Creds(answer.string("sid"), secret);
    }

    Browser.Shown confirm(Mailbox.Letter letter) {
        Browser.Shown page = browser.open(letter.link());
        assertThat(page.status()).as(page.html()).isEqualTo(200);
        Browser.Shown answer = browser.send("/_ganglion/email/confirm", page, Map.of());
        assertThat(answer.status()).as(answer.html()).isEqualTo(200);
        return answer;
    }

    /** A proof from the mail to the button. */
    Creds proven(String endpoint, String address) {
        int before = mailbox.of(address).size();
        Creds creds = asked(endpoint, address);
        assertThat(confirm(mailbox.newest(address, before + 1)).status()).isEqualTo(200);
        return creds;
    }

    /** An account with this address. */
    AuthDriver.Session registered(String address) {
        Creds creds = proven(REGISTRATION, address);
        return auth.as(
                auth.post(
                                V3 + "register",
                                """
                                {"username": "%s", "password": "%s", "auth": %s}
                                """
                                        .formatted(
                                                AuthDriver.freshName(),
                                                AuthDriver.PASSWORD,
                                                creds.stage()))
                        .isOk()
                        .string("access_token"));
    }

    Answer loginBy(String address, String password) {
        return auth.post(
                V3 + "login",
                """
                {"type": "m.login.password", "password": "%s",
                 "identifier": {"type": "m.id.thirdparty", "medium": "email", "address": "%s"}}
                """
                        .formatted(password, address));
    }
}
