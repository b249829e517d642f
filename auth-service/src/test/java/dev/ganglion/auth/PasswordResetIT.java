package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.Mailbox.freshAddress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class PasswordResetIT extends EmailServiceIT {
    private static final String NEW = "a wholly new password";

    private Answer reset(Creds creds, String more) {
        return auth.post(
                V3 + "account/password",
                "{\"new_password\": \"%s\", \"auth\": %s %s}".formatted(NEW, creds.stage(), more));
    }

    @Test
    void whoForgotThePasswordSetsANewOneByMail() {
        String address = freshAddress();
        AuthDriver.Session alice = registered(address);
        String user = alice.userId();

        Answer asked =
                auth.post(V3 + "account/password", "{\"new_password\": \"" + NEW + "\"}")
                        .asksForStages();
        assertThat(asked.flows()).containsExactly(List.of("m.login.email.identity"));
        reset(proven(RESET, address), "").isOk();

        alice.get(V3 + "account/whoami").isRefused(401, "M_UNKNOWN_TOKEN");
        auth.login(user, PASSWORD).isRefused(403, "M_FORBIDDEN");
        auth.login(user, NEW).isOk();
        Mailbox.Letter news = mailbox.newest(address, 3);
        assertThat(news.subject()).contains("password").contains("changed");
        assertThat(news.text()).contains(user);
    }

    @Test
    void sessionsStayIfTheyAreTo() {
        String address = freshAddress();
        AuthDriver.Session alice = registered(address);

        reset(proven(RESET, address), ", \"logout_devices\": false").isOk();

        alice.get(V3 + "account/whoami").isOk();
    }

    @Test
    void a05AProofSetsOnePasswordOnce() {
        String address = freshAddress();
        registered(address);
        Creds creds = proven(RESET, address);
        reset(creds, "").isOk();

        reset(creds, "").isRefused(401, "M_THREEPID_AUTH_FAILED");
    }

    @Test
    void a05WithoutTheButtonThereIsNoReset() {
        String address = freshAddress();
        registered(address);
        Creds creds = asked(RESET, address);
        mailbox.newest(address, 2);

        reset(creds, "").asksForStages().isRefused(401, "M_THREEPID_AUTH_FAILED");
        loginBy(address, PASSWORD).isOk();
    }

    @Test
    void a05ASessionOfARegistrationResetsNothing() {
        String address = freshAddress();
        registered(address);
        Creds creds = proven(RESET, address);
        String session = auth.post(V3 + "register", "{}").asksForStages().string("session");

        auth.post(
                        V3 + "account/password",
                        "{\"new_password\": \"%s\", \"auth\": {\"session\": \"%s\", %s}"
                                .formatted(NEW, session, creds.stage().substring(1)))
                .isRefused(401, "M_FORBIDDEN");
        loginBy(address, PASSWORD).isOk();
    }

    @Test
    void a16AnAddressThatWasTakenAwayMeanwhileResetsNothing() {
        String address = freshAddress();
        AuthDriver.Session alice = registered(address);
        Creds creds = proven(RESET, address);
        alice.post(
                        V3 + "account/3pid/delete",
                        "{\"medium\": \"email\", \"address\": \"%s\"}".formatted(address))
                .isOk();

        reset(creds, "").isRefused(403, "M_FORBIDDEN");
        auth.login(alice.userId(), PASSWORD).isOk();
    }

    @Test
    void a02AProofFromBeforeTheEndOfTheAccountResetsNothing() {
        String address = freshAddress();
        AuthDriver.Session alice = registered(address);
        String user = alice.userId();
        Creds creds = proven(RESET, address);
        alice.post(V3 + "account/deactivate", "{\"auth\": " + alice.passwordAuth() + "}").isOk();

        assertThat(reset(creds, "").status()).isIn(401, 403);

        auth.login(user, NEW).isRefused(403, "M_FORBIDDEN");
        loginBy(address, NEW).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void aWeakPasswordIsRefusedBeforeTheMailIsUsedUp() {
        String address = freshAddress();
        registered(address);
        Creds creds = proven(RESET, address);

        auth.post(
                        V3 + "account/password",
                        "{\"new_password\": \"short\", \"auth\": %s}".formatted(creds.stage()))
                .isRefused(400, "M_WEAK_PASSWORD");
        reset(creds, "").isOk();
    }

    @Test
    void whoIsLoggedInStillNeedsTheOldPassword() {
        String address = freshAddress();
        AuthDriver.Session alice = registered(address);

        alice.post(
                        V3 + "account/password",
                        "{\"new_password\": \"%s\", \"auth\": %s}"
                                .formatted(NEW, proven(RESET, address).stage()))
                .isRefused(401, "M_FORBIDDEN");
        alice.post(
                        V3 + "account/password",
                        "{\"new_password\": \"%s\", \"auth\": %s}"
                                .formatted(NEW, alice.passwordAuth()))
                .isOk();
        mailbox.newest(address, 3);
        alice.get(V3 + "account/whoami").isOk();
    }
}
