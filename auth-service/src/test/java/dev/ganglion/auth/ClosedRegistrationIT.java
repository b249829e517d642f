package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The defaults: nobody can register, and there is no registration secret. */
@GanglionTest(
        properties = {
            "ganglion.services.room.urls=http://127.0.0.1:1",
            "ganglion.application-services=src/test/resources/appservice/irc.yaml"
        })
class ClosedRegistrationIT {
    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;

    @Test
    void nobodyRegisters() {
        AuthDriver auth = new AuthDriver(web, tokens);

        auth.post(V3 + "register", "{}").isRefused(403, "M_FORBIDDEN");
        auth.post(V3 + "register", "{\"auth\": {\"type\": \"m.login.dummy\"}}")
                .isRefused(403, "M_FORBIDDEN");
        auth.get(V3 + "register/available?username=alice").isRefused(403, "M_FORBIDDEN");
        auth.get("/_matrix/client/v1/register/m.login.registration_token/validity?token=x")
                .isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void anApplicationServiceRegistersItsUsersAllTheSame() {
        AuthDriver auth = new AuthDriver(web, tokens);

        auth.as("as-token-of-the-irc-bridge")
                .post(
                        V3 + "register",
                        "{\"type\": \"m.login.application_service\", \"username\": \"_irc_alice\"}")
                .isOk();
    }

    @Test
    void withoutAMediaServerThereAreNoTransportsAndNoTickets() {
        AuthDriver auth = new AuthDriver(web, tokens);

        assertThat(
                        auth.as("as-token-of-the-irc-bridge")
                                .get("/_matrix/client/v1/rtc/transports")
                                .isOk()
                                .body()
                                .toString())
                .isEqualTo("{\"rtc_transports\":[]}");
        auth.post("/_ganglion/livekit/sfu/get", "{}").isRefused(404, "M_UNRECOGNIZED");
        auth.post("/_ganglion/livekit/get_token", "{}").isRefused(404, "M_UNRECOGNIZED");
    }

    @Test
    void withoutATurnServerTheAnswerIsEmpty() {
        AuthDriver auth = new AuthDriver(web, tokens);
        String bridge =
                auth.as("as-token-of-the-irc-bridge")
                        .get(V3 + "voip/turnServer")
                        .isOk()
                        .body()
                        .toString();

        assertThat(bridge).isEqualTo("{}");
    }

    @Test
    void withoutASecretNobodyRegistersByIt() {
        AuthDriver auth = new AuthDriver(web, tokens);

        auth.get("/_synapse/admin/v1/register").isRefused(400, "M_UNKNOWN");
        auth.post("/_synapse/admin/v1/register", "{}").isRefused(400, "M_UNKNOWN");
    }
}
