package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.testing.client.Paths.v1;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixClient;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code openid.yaml} of both APIs, and calls on a server without a media server. */
@ExtendWith(Stage.class)
class OpenIdAcceptanceTest {
    private static final String USER_INFO = "/_matrix/federation/v1/openid/userinfo?access_token=";

    private final MatrixSession someone;
    private final MatrixClient anyone;

    OpenIdAcceptanceTest(Homeserver server) {
        this.someone = server.stranger();
        this.anyone = server.client();
    }

    private String token() {
        return someone.call(
                        "POST",
                        v3("user", someone.userId(), "openid", "request_token"),
                        JsonObject.EMPTY)
                .string("access_token")
                .orElseThrow();
    }

    @Test
    void whoeverIsGivenATokenLearnsWhoseItIs() {
        assertThat(anyone.get(USER_INFO + token()).string("sub"))
                .hasValue(someone.userId().value());
    }

    @Test
    void anAccessTokenAndAnOpenIdTokenAreGoodForDifferentThings() {
        MatrixSession withTheProof = anyone.resume(someone.userId(), someone.deviceId(), token());

        refused(401, "M_UNKNOWN_TOKEN", () -> anyone.get(USER_INFO + someone.accessToken()));
        refused(401, "M_MISSING_TOKEN", () -> anyone.get(USER_INFO.replaceFirst("\\?.*", "")));
        refused(401, "M_UNKNOWN_TOKEN", () -> withTheProof.get(v3("account", "whoami")));
    }

    @Test
    void withoutAMediaServerThereIsNoTransport() {
        assertThat(someone.get(v1("rtc", "transports")).array("rtc_transports"))
                .hasValue(JsonArray.EMPTY);
    }
}
