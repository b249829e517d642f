package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = {
            "ganglion.turn.uris=turn:turn.test.local?transport=udp,turns:turn.test.local",
            "ganglion.turn.shared-secret=north",
            "ganglion.turn.lifetime=2h"
        })
class TurnIT extends AuthServiceIT {
    private static final String TURN = V3 + "voip/turnServer";

    @Test
    void aUserGetsCredentialsOfTheirOwn() {
        AuthDriver.Session alice = auth.registered();

        JsonObject server = alice.get(TURN).isOk().body();

        assertThat(server.string("username").orElseThrow()).matches("\\d+:" + alice.userId());
        assertThat(server.string("password").orElseThrow()).matches("[A-Za-z0-9+/]{27}=");
        assertThat(server.array("uris").orElseThrow().values()).hasSize(2);
        assertThat(server.integer("ttl")).hasValue(7_200L);
    }

    @Test
    void nobodyElseGetsAny() {
        auth.get(TURN).isRefused(401, "M_MISSING_TOKEN");
    }
}
