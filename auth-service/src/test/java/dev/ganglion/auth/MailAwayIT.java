package dev.ganglion.auth;

import static dev.ganglion.auth.EmailServiceIT.ADDING;
import static dev.ganglion.auth.EmailServiceIT.REGISTRATION;
import static dev.ganglion.auth.EmailServiceIT.RESET;
import static dev.ganglion.auth.EmailServiceIT.request;
import static dev.ganglion.auth.Mailbox.freshAddress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A mail server that is away, and an operator who hides nothing. */
@GanglionTest(
        properties = {
            "ganglion.registration=open",
            "ganglion.password.memory=64KB",
            "ganglion.services.room.urls=http://127.0.0.1:1",
            "ganglion.public-base-url=https://matrix.example.org",
            "ganglion.mail.host=127.0.0.1",
            "ganglion.mail.port=1",
            "ganglion.mail.security=none",
            "ganglion.mail.from=noreply@test.local",
            "ganglion.email.hide-known-addresses=false",
            "ganglion.email.mails-per-address=2"
        })
class MailAwayIT {
    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private DatabaseClient database;

    private AuthDriver auth;

    @BeforeEach
    void connect() {
        auth = new AuthDriver(web, tokens);
    }

    @Test
    void whoAsksForAMailIsToldToTryAgainAndMay() {
        String address = freshAddress();

        auth.post(REGISTRATION, request(address, "secret", 1)).isRefused(503, "M_UNKNOWN");
        auth.post(REGISTRATION, request(address, "secret", 1)).isRefused(503, "M_UNKNOWN");

        auth.post(REGISTRATION, request(address, "secret", 1)).isRefused(429, "M_LIMIT_EXCEEDED");
    }

    @Test
    void theHealthTellsThatMailIsAwayAndTheReplicaIsReady() {
        auth.post(REGISTRATION, request(freshAddress(), "secret", 1)).isRefused(503, "M_UNKNOWN");

        Answer health = auth.get("/actuator/health").isOk();
        assertThat(health.string("status")).isEqualTo("DEGRADED");
        assertThat(
                        health.body()
                                .object("components")
                                .flatMap(components -> components.object("mail"))
                                .flatMap(mail -> mail.string("status")))
                .hasValue("DEGRADED");
        assertThat(auth.get("/actuator/health/readiness").isOk().string("status")).isEqualTo("UP");
    }

    @Test
    void whereNothingIsHiddenItIsSaidAtOnceWhetherAnAddressIsKnown() {
        String known = freshAddress();
        database.sql("insert into auth.email_address values (:a, :u, now(), now())")
                .bind("a", known)
                .bind("u", auth.registered().userId())
                .then()
                .block();

        auth.post(REGISTRATION, request(known, "s", 1)).isRefused(400, "M_THREEPID_IN_USE");
        auth.post(ADDING, request(known, "s", 1)).isRefused(400, "M_THREEPID_IN_USE");
        auth.post(RESET, request(freshAddress(), "s", 1)).isRefused(400, "M_THREEPID_NOT_FOUND");
        auth.post(RESET, request(known, "s", 1)).isRefused(503, "M_UNKNOWN");
    }
}
