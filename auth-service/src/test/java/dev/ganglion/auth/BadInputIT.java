package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.nio.charset.StandardCharsets;
import java.util.List;

class BadInputIT extends AuthServiceIT {
    private static final List<byte[]> BODIES =
            List.of(
                    bytes(""),
                    bytes("{"),
                    bytes("nonsense"),
                    bytes("{} {}"),
                    bytes("[]"),
                    bytes("1"),
                    bytes("null"),
                    bytes("{\"a\":1,\"a\":2}"),
                    bytes("[".repeat(10_000)),
                    bytes("{\"a\":".repeat(10_000)),
                    bytes("{\"auth\":" + "{\"a\":".repeat(200) + "1" + "}".repeat(201)),
                    bytes("{\"username\":\"" + "x".repeat(1_100_000) + "\"}"),
                    bytes("{\"username\":\"\\u0000\"}"),
                    bytes("{\"device_id\":\"\\ud800\"}"),
                    new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
                    new byte[] {'{', '"', 'a', 0, '"', ':', '1', '}'});

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST " + V3 + "register",
                "POST " + V3 + "login",
                "POST " + V3 + "refresh",
                "POST " + V3 + "account/password",
                "POST " + V3 + "account/deactivate",
                "POST " + V3 + "register/email/requestToken",
                "POST " + V3 + "account/password/email/requestToken",
                "POST " + V3 + "account/3pid/email/requestToken",
                "POST " + V3 + "account/3pid",
                "POST " + V3 + "account/3pid/add",
                "POST " + V3 + "account/3pid/bind",
                "POST " + V3 + "account/3pid/unbind",
                "POST " + V3 + "account/3pid/delete",
                "PUT " + V3 + "devices/X",
                "DELETE " + V3 + "devices/X",
                "POST " + V3 + "delete_devices",
                "POST /_synapse/admin/v1/register",
                "POST /_synapse/admin/v1/registration_tokens/new",
                "PUT /_synapse/admin/v1/registration_tokens/x"
            })
    void noBodyIsAnErrorOfOurs(String operation) {
        AuthDriver.Session alice = auth.registered();
        String internal = auth.resolve(alice.accessToken()).string("internal_token");
        HttpMethod method = HttpMethod.valueOf(operation.substring(0, operation.indexOf(' ')));
        String path = operation.substring(operation.indexOf(' ') + 1);
        String before = contents();

        for (byte[] body : BODIES) {
            Answer answer =
                    auth.send(
                            method,
                            path,
                            body,
                            headers -> {
                                tokens.forNobody().accept(headers);
                                headers.setBearerAuth(internal);
                            });
            assertThat(answer.status())
                    .as("%s with %s: %s", operation, beginning(body), answer.body())
                    .isBetween(400, 499);
        }

        assertThat(contents()).isEqualTo(before);
    }

    private String contents() {
        return "%d accounts, %d devices, %d access tokens, %d refresh tokens, %d registration tokens"
                .formatted(
                        count("account"),
                        count("device"),
                        count("access_token"),
                        count("refresh_token"),
                        count("registration_token"));
    }

    private static String beginning(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return text.length() > 40 ? text.substring(0, 40) : text;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                V3 + "devices/%00",
                V3 + "devices/%ff",
                V3 + "register/available?username=%00",
                V3 + "register/available?username=%ff",
                "/_matrix/client/v1/register/m.login.registration_token/validity?token=%00",
                "/_matrix/client/v1/register/m.login.registration_token/validity"
            })
    void noPathOrQueryIsAnErrorOfOurs(String path) {
        AuthDriver.Session alice = auth.registered();
        String internal = auth.resolve(alice.accessToken()).string("internal_token");

        Answer answer =
                auth.send(
                        HttpMethod.GET,
                        path,
                        null,
                        headers -> {
                            tokens.forNobody().accept(headers);
                            headers.setBearerAuth(internal);
                        });

        assertThat(answer.status()).as("%s: %s", path, answer.body()).isBetween(400, 499);
    }
}
