package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.test.web.reactive.server.WebTestClient;

/** One of two registration files is no YAML. */
@GanglionTest(
        properties = {
            "ganglion.registration=open",
            "ganglion.services.room.urls=http://127.0.0.1:1",
            "ganglion.application-services=src/test/resources/appservice/broken.yaml,src/test/resources/appservice/irc.yaml"
        })
class BrokenRegistrationFileIT {
    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private HealthIndicator applicationServicesHealthIndicator;

    @Test
    void a12TheServerStartsAndTheOtherApplicationServiceWorks() {
        AuthDriver auth = new AuthDriver(web, tokens);

        auth.as("as-token-of-the-irc-bridge")
                .post(
                        V3 + "register",
                        "{\"type\": \"m.login.application_service\", \"username\": \"_irc_bob\"}")
                .isOk();
    }

    @Test
    void a12HealthSaysSo() {
        Health health = applicationServicesHealthIndicator.health();

        assertThat(health).isNotNull();
        assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(health.getDetails()).containsEntry("left-out", 1);
    }

    @Test
    void a12NobodyTakesANameThatItMayKeep() {
        AuthDriver auth = new AuthDriver(web, tokens);

        auth.post(
                        V3 + "register",
                        """
                        {"username": "telegrambot", "password": "%s", "auth": {"type": "m.login.dummy"}}
                        """
                                .formatted(PASSWORD))
                .isRefused(503, "M_UNKNOWN");
        auth.get(V3 + "register/available?username=telegrambot").isRefused(503, "M_UNKNOWN");
    }
}
