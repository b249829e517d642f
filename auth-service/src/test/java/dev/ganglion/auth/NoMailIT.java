package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.nio.charset.StandardCharsets;
import java.util.List;

class NoMailIT extends AuthServiceIT {
    @ParameterizedTest
    @ValueSource(strings = {"register", "account/password", "account/3pid"})
    void withoutAMailServerAddressesAreNotSupported(String what) {
        String request = EmailServiceIT.request("a@b.c", "secret", 1);

        auth.post(V3 + what + "/email/requestToken", request)
                .isRefused(400, "M_THREEPID_MEDIUM_NOT_SUPPORTED");
        auth.post(V3 + what + "/msisdn/requestToken", "{}")
                .isRefused(400, "M_THREEPID_MEDIUM_NOT_SUPPORTED");
    }

    @Test
    void withoutAMailServerNothingThatWasMissedIsMailed() {
        String user = "/internal/users/" + auth.registered().userId();

        auth.send(
                        HttpMethod.POST,
                        user + "/digest/address",
                        "{\"address\":\"a@b.c\"}".getBytes(StandardCharsets.UTF_8),
                        tokens.forService("sync"))
                .isRefused(400, "M_INVALID_PARAM");
        assertThat(
                        auth.send(
                                        HttpMethod.POST,
                                        user + "/digest",
                                        "{\"number\":1,\"address\":\"a@b.c\",\"events\":1,\"rooms\":[],\"more_rooms\":0}"
                                                .getBytes(StandardCharsets.UTF_8),
                                        tokens.forService("sync"))
                                .isOk()
                                .string("outcome"))
                .isEqualTo("FAILED");
    }

    @Test
    void withoutAMailServerNoAddressIsAskedFor() {
        assertThat(auth.post(V3 + "register", "{}").asksForStages().flows())
                .containsExactly(List.of("m.login.dummy"));
        auth.post(V3 + "account/password", "{\"new_password\": \"long enough\"}")
                .isRefused(401, "M_MISSING_TOKEN");
        AuthDriver.Session alice = auth.registered();
        assertThat(
                        alice.get(V3 + "capabilities")
                                .isOk()
                                .body()
                                .object("capabilities")
                                .orElseThrow()
                                .object("m.3pid_changes")
                                .orElseThrow()
                                .bool("enabled"))
                .hasValue(false);
        assertThat(
                        alice.get(V3 + "account/3pid")
                                .isOk()
                                .body()
                                .array("threepids")
                                .orElseThrow()
                                .strings())
                .isEmpty();
    }
}
