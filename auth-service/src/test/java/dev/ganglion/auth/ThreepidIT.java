package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.AuthDriver.freshName;
import static dev.ganglion.auth.Mailbox.freshAddress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.testing.identityserver.FakeIdentityServer;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

class ThreepidIT extends EmailServiceIT {
    private Creds provenBy(AuthDriver.Session session, String address) {
        String secret = UUID.randomUUID().toString();
        int before = mailbox.of(address).size();
        String sid = session.post(ADDING, request(address, secret, 1)).isOk().string("sid");
        confirm(mailbox.newest(address, before + 1));
        return new Creds(sid, secret);
    }

    private static Answer add(AuthDriver.Session session, Creds creds) {
        return session.post(
                V3 + "account/3pid/add",
                "{%s, \"auth\": %s}".formatted(creds.json(), session.passwordAuth()));
    }

    private static List<String> addresses(AuthDriver.Session session) {
        return session.get(V3 + "account/3pid")
                .isOk()
                .body()
                .array("threepids")
                .orElseThrow()
                .objects()
                .flatMap(threepid -> threepid.string("address").stream())
                .toList();
    }

    private static Answer delete(AuthDriver.Session session, String address) {
        return session.post(
                V3 + "account/3pid/delete",
                "{\"medium\": \"email\", \"address\": \"%s\"}".formatted(address));
    }

    @Test
    void anAddressIsAddedWithThePasswordAndDeletedAgain() {
        String address = freshAddress();
        AuthDriver.Session alice = auth.registered();
        Creds creds = provenBy(alice, address);

        alice.post(V3 + "account/3pid/add", "{" + creds.json() + "}").asksForStages();
        assertThat(addresses(alice)).isEmpty();
        add(alice, creds).isOk();
        assertThat(addresses(alice)).containsExactly(address);

        assertThat(
                        delete(alice, address.toUpperCase(Locale.ROOT))
                                .isOk()
                                .string("id_server_unbind_result"))
                .isEqualTo("no-support");
        assertThat(addresses(alice)).isEmpty();
        loginBy(address, PASSWORD).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void a05WhatOneUserHasProvedAnotherCannotUse() {
        String address = freshAddress();
        AuthDriver.Session alice = auth.registered();
        AuthDriver.Session eve = auth.registered();
        Creds creds = provenBy(alice, address);

        add(eve, creds).isRefused(403, "M_THREEPID_AUTH_FAILED");
        add(alice, new Creds(creds.sid(), "guessed")).isRefused(403, "M_THREEPID_AUTH_FAILED");
        add(alice, new Creds("guessed", creds.clientSecret()))
                .isRefused(403, "M_THREEPID_AUTH_FAILED");
        add(alice, new Creds("' or 1=1", "%00")).isRefused(403, "M_THREEPID_AUTH_FAILED");

        add(alice, creds).isOk();
        add(alice, creds).isRefused(403, "M_THREEPID_AUTH_FAILED");
    }

    @Test
    void a05AProofIsGoodForNothingElse() {
        String address = freshAddress();
        AuthDriver.Session alice = auth.registered();
        Creds forRegistration = proven(REGISTRATION, address);
        Creds forAdding = provenBy(alice, address);

        add(alice, forRegistration).isRefused(403, "M_THREEPID_AUTH_FAILED");
        auth.post(
                        V3 + "register",
                        "{\"username\": \"%s\", \"password\": \"%s\", \"auth\": %s}"
                                .formatted(freshName(), PASSWORD, forAdding.stage()))
                .isRefused(401, "M_THREEPID_AUTH_FAILED");
        auth.post(
                        V3 + "account/password",
                        "{\"new_password\": \"another password\", \"auth\": %s}"
                                .formatted(forAdding.stage()))
                .isRefused(401, "M_THREEPID_AUTH_FAILED");
    }

    @Test
    void anAddressOfAnotherAccountIsNotAdded() {
        String address = freshAddress();
        AuthDriver.Session eve = auth.registered();
        Creds creds = provenBy(eve, address);
        registered(address);

        add(eve, creds).isRefused(400, "M_THREEPID_IN_USE");
        eve.post(ADDING, request(address, "later", 1)).isOk();
        assertThat(mailbox.newest(address, 3).hasLink()).isFalse();
        delete(eve, address).isOk();
        loginBy(address, PASSWORD).isOk();
    }

    @Test
    void d10AnAccountHasOnlySoManyAddresses() {
        AuthDriver.Session alice = auth.registered();
        for (int i = 0; i < 20; i++) {
            database.sql("insert into auth.email_address values (:a, :u, now(), now())")
                    .bind("a", "many" + i + freshAddress())
                    .bind("u", alice.userId())
                    .then()
                    .block();
        }

        add(alice, provenBy(alice, freshAddress())).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void aDeactivatedUsersAddressIsFree() {
        String address = freshAddress();
        AuthDriver.Session alice = registered(address);
        assertThat(
                        alice.post(
                                        V3 + "account/deactivate",
                                        "{\"auth\": " + alice.passwordAuth() + "}")
                                .isOk()
                                .string("id_server_unbind_result"))
                .isEqualTo("success");

        loginBy(address, PASSWORD).isRefused(403, "M_FORBIDDEN");
        registered(address);
    }

    @Test
    void thePasswordStageTakesAnAddressOfTheRequesterAndNoOther() {
        String address = freshAddress();
        AuthDriver.Session alice = registered(address);
        String others = freshAddress();
        registered(others);

        alice.post(V3 + "delete_devices", "{\"devices\": [], \"auth\": " + passwordBy(others) + "}")
                .isRefused(401, "M_FORBIDDEN");
        alice.post(
                        V3 + "delete_devices",
                        "{\"devices\": [], \"auth\": " + passwordBy(address) + "}")
                .isOk();
    }

    private static String passwordBy(String address) {
        return """
               {"type": "m.login.password", "password": "%s",
                "identifier": {"type": "m.id.thirdparty", "medium": "email", "address": "%s"}}
               """
                .formatted(PASSWORD, address);
    }

    @Test
    void u03IdentityServersThatTheOperatorDoesNotTrustAreNotSpokenTo() {
        AuthDriver.Session alice = auth.registered();
        String bind =
                "{\"sid\": \"a\", \"client_secret\": \"b\", \"id_server\": \"127.0.0.1:1\", \"id_access_token\": \"d\"}";

        alice.post(V3 + "account/3pid/bind", bind).isRefused(403, "M_SERVER_NOT_TRUSTED");
        alice.post(V3 + "account/3pid", "{\"three_pid_creds\": " + bind + "}")
                .isRefused(403, "M_SERVER_NOT_TRUSTED");
        assertThat(
                        alice.post(
                                        V3 + "account/3pid/unbind",
                                        "{\"medium\": \"email\", \"address\": \"a@b.c\"}")
                                .isOk()
                                .string("id_server_unbind_result"))
                .isEqualTo("no-support");
        alice.post(V3 + "account/3pid/unbind", "{}").isRefused(400, "M_MISSING_PARAM");
        alice.post(V3 + "account/3pid/delete", "{}").isRefused(400, "M_MISSING_PARAM");
        alice.post(V3 + "account/3pid/add", "{}").isRefused(400, "M_MISSING_PARAM");
    }

    @Test
    void aTrustedIdentityServerPublishesAnAddress() {
        AuthDriver.Session alice = auth.registered();
        IDENTITY_SERVER.answers(
                "/3pid/bind",
                200,
                "{\"medium\": \"email\", \"address\": \"a@b.c\", \"mxid\": \"x\"}");

        alice.post(V3 + "account/3pid/bind", bind()).isOk();
        alice.post(V3 + "account/3pid", "{\"three_pid_creds\": " + bind() + "}").isOk();

        assertThat(addresses(alice)).isEmpty();
        assertThat(
                        alice.post(
                                        V3 + "account/deactivate",
                                        "{\"auth\": " + alice.passwordAuth() + "}")
                                .isOk()
                                .string("id_server_unbind_result"))
                .isEqualTo("no-support");
    }

    @Test
    void whatAnIdentityServerRefusesIsPassedOn() {
        AuthDriver.Session alice = auth.registered();
        String path = V3 + "account/3pid/bind";

        IDENTITY_SERVER.answers(
                "/3pid/bind",
                400,
                "{\"errcode\": \"M_SESSION_NOT_VALIDATED\", \"error\": \"no\", \"more\": 1}");
        assertThat(
                        alice.post(path, bind())
                                .isRefused(400, "M_SESSION_NOT_VALIDATED")
                                .body()
                                .has("more"))
                .isFalse();
        IDENTITY_SERVER.answers(
                "/3pid/bind", 401, "{\"errcode\": \"M_UNAUTHORIZED\", \"error\": \"no\"}");
        alice.post(path, bind()).isRefused(403, "M_UNAUTHORIZED");
        IDENTITY_SERVER.answers("/3pid/bind", 500, "{}");
        alice.post(path, bind()).isRefused(503, "M_UNKNOWN");
        IDENTITY_SERVER.answers("/3pid/bind", 200, "nonsense");
        alice.post(path, bind()).isRefused(503, "M_UNKNOWN");
        IDENTITY_SERVER.answers("/3pid/bind", 200, "x".repeat(100_000));
        alice.post(path, bind()).isRefused(503, "M_UNKNOWN");
        IDENTITY_SERVER.redirects("/3pid/bind", "http://127.0.0.1:1/");
        alice.post(path, bind()).isRefused(503, "M_UNKNOWN");
        alice.post(path, "{}").isRefused(400, "M_MISSING_PARAM");
        alice.post(V3 + "account/3pid", "{}").isRefused(400, "M_MISSING_PARAM");
    }

    private static String bind() {
        return "{\"sid\": \"a\", \"client_secret\": \"b\", \"id_server\": \"%s\", \"id_access_token\": \"%s\"}"
                .formatted(IDENTITY_SERVER.name(), FakeIdentityServer.ACCESS_TOKEN);
    }
}
