package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.service.identity.InternalHeaders;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Whoever names a user or an address sees the same whether or not there is such: status, headers
 * and body. The specification wants it told in two places, which are not among these: {@code GET
 * register/available} and {@code POST register} say that a name is taken. The page to sign in on is
 * in {@link SignInIT}, and what the other services answer in an acceptance test.
 */
class UserEnumerationIT extends EmailServiceIT {
    /** Names of equal length, so that the length of an answer may be compared too. */
    private record Named(String name, String address) {
        static Named fresh() {
            String name = "u" + UUID.randomUUID().toString().substring(0, 12);
            return new Named(name, name + "@mail.example");
        }

        String in(String text) {
            return text.replace("{name}", name)
                    .replace("{id}", "@" + name + ":test.local")
                    .replace("{address}", address);
        }

        String outOf(String text) {
            return text.replace(name, "{name}");
        }
    }

    private record Seen(int status, Map<String, String> headers, String body) {}

    private Named known = Named.fresh();
    private Named unknown = Named.fresh();

    @BeforeEach
    void registerOne() {
        known = Named.fresh();
        unknown = Named.fresh();
        Creds creds = proven(REGISTRATION, known.address());
        auth.post(
                        V3 + "register",
                        "{\"username\": \"%s\", \"password\": \"%s\", \"auth\": %s}"
                                .formatted(known.name(), AuthDriver.PASSWORD, creds.stage()))
                .isOk();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | login | {'type': 'm.login.password', 'user': '{name}', 'password': 'x'}",
                "POST | login | {'type': 'm.login.password', 'password': 'x', 'identifier': {'type': 'm.id.user', 'user': '{name}'}}",
                "POST | login | {'type': 'm.login.password', 'password': 'x', 'identifier': {'type': 'm.id.user', 'user': '{id}'}}",
                "POST | login | {'type': 'm.login.password', 'password': 'x', 'identifier': {'type': 'm.id.thirdparty', 'medium': 'email', 'address': '{address}'}}",
                "POST | login | {'type': 'm.login.password', 'password': 'x', 'medium': 'email', 'address': '{address}'}",
                "POST | login | {'type': 'm.login.application_service', 'identifier': {'type': 'm.id.user', 'user': '{id}'}}",
                "POST | register/email/requestToken | {'email': '{address}', 'client_secret': 's', 'send_attempt': 1}",
                "POST | account/password/email/requestToken | {'email': '{address}', 'client_secret': 's', 'send_attempt': 1}",
                "POST | account/3pid/email/requestToken | {'email': '{address}', 'client_secret': 's', 'send_attempt': 1}",
                "POST | account/password | {'new_password': 'another password', 'auth': {'type': 'm.login.password', 'password': 'x', 'identifier': {'type': 'm.id.user', 'user': '{id}'}}}",
            })
    void a06WhoIsNotLoggedInSeesNoDifference(String method, String path, String body) {
        assertNoDifference(method, path, body, tokens.forNobody());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | admin/whois/{id} |",
                "GET | /_matrix/client/v1/admin/lock/{id} |",
                "PUT | /_matrix/client/v1/admin/lock/{id} | {'locked': true}",
                "GET | /_matrix/client/v1/admin/suspend/{id} |",
                "PUT | /_matrix/client/v1/admin/suspend/{id} | {'suspended': true}",
                "POST | user/{id}/openid/request_token | {}",
                "POST | keys/query | {'device_keys': {'{id}': []}}",
                "POST | keys/query | {'device_keys': {'{id}': ['DEVICE']}}",
                "POST | keys/claim | {'one_time_keys': {'{id}': {'DEVICE': 'signed_curve25519'}}}",
                "POST | keys/signatures/upload | {'{id}': {'DEVICE': {'user_id': '{id}', 'device_id': 'DEVICE', 'algorithms': [], 'keys': {}, 'signatures': {}}}}",
                "POST | account/password | {'new_password': 'another password', 'auth': {'type': 'm.login.password', 'password': 'x', 'identifier': {'type': 'm.id.user', 'user': '{id}'}}}",
                "POST | account/password | {'new_password': 'another password', 'auth': {'type': 'm.login.password', 'password': 'x', 'identifier': {'type': 'm.id.thirdparty', 'medium': 'email', 'address': '{address}'}}}",
                "POST | account/3pid/email/requestToken | {'email': '{address}', 'client_secret': 's', 'send_attempt': 1}",
                "POST | account/3pid/delete | {'medium': 'email', 'address': '{address}'}",
                "POST | account/3pid/unbind | {'medium': 'email', 'address': '{address}'}",
            })
    void a06AnotherUserSeesNoDifference(String method, String path, String body) {
        String token = auth.registered().accessToken();
        String internal = auth.resolve(token).isOk().string("internal_token");

        assertNoDifference(
                method,
                path,
                body,
                headers -> {
                    tokens.forNobody().accept(headers);
                    headers.setBearerAuth(internal);
                });
    }

    private void assertNoDifference(
            String method, String path, @Nullable String body, Consumer<HttpHeaders> headers) {
        String full = path.startsWith("/") ? path : V3 + path;
        String json = body == null ? "" : body.replace('\'', '"');

        Seen ofKnown = seen(known, HttpMethod.valueOf(method), full, json, headers);
        Seen ofUnknown = seen(unknown, HttpMethod.valueOf(method), full, json, headers);

        assertThat(ofUnknown).isEqualTo(ofKnown);
        assertThat(ofKnown.status()).isNotIn(404, 405, 500, 503);
    }

    private Seen seen(
            Named who, HttpMethod method, String path, String body, Consumer<HttpHeaders> headers) {
        var request =
                web.method(method)
                        .uri(base -> URI.create(base.build() + who.in(path)))
                        .header(InternalHeaders.CLIENT_ADDRESS, "10.66.6.6")
                        .headers(headers);
        if (!body.isEmpty()) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(who.in(body));
        }
        var result = request.exchange().expectBody().returnResult();
        Map<String, String> told = new TreeMap<>();
        result.getResponseHeaders()
                .forEach((name, values) -> told.put(name, String.valueOf(values)));
        told.remove(HttpHeaders.DATE);
        byte[] answer = result.getResponseBody();
        String text = answer == null ? "" : new String(answer, StandardCharsets.UTF_8);
        return new Seen(result.getStatus().value(), told, withoutFreshIds(who.outOf(text)));
    }

    /** Sessions and proofs are called by random names of one length. */
    private static String withoutFreshIds(String body) {
        return body.replaceAll("(\"(?:session|sid)\":\")[A-Za-z0-9_-]+", "$1");
    }
}
