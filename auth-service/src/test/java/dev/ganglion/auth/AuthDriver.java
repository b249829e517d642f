package dev.ganglion.auth;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.testing.TestTokens;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Calls the service as the gateway does: access tokens are resolved first. */
final class AuthDriver {
    static final String V3 = "/_matrix/client/v3/";
    static final String PASSWORD = "correct horse battery staple";

    private static final AtomicInteger NEXT = new AtomicInteger();

    private final WebTestClient web;
    private final TestTokens tokens;
    private final String address;

    AuthDriver(WebTestClient web, TestTokens tokens) {
        this(web, tokens, randomAddress());
    }

    private AuthDriver(WebTestClient web, TestTokens tokens, String address) {
        this.web = web;
        this.tokens = tokens;
        this.address = address;
    }

    /** The same client at another address. */
    AuthDriver from(String otherAddress) {
        return new AuthDriver(web, tokens, otherAddress);
    }

    static String freshName() {
        return "someone"
                + NEXT.incrementAndGet()
                + "-"
                + ThreadLocalRandom.current().nextInt(1_000_000);
    }

    Answer get(String path) {
        return send(HttpMethod.GET, path, null, tokens.forNobody());
    }

    Answer post(String path, String json) {
        return send(
                HttpMethod.POST, path, json.getBytes(StandardCharsets.UTF_8), tokens.forNobody());
    }

    /** A client that shows this access token. */
    Session as(String accessToken) {
        return new Session(accessToken);
    }

    Answer resolve(String accessToken) {
        String question = JsonObject.of("access_token", accessToken).toString();
        return send(
                HttpMethod.POST,
                "/internal/tokens/resolve",
                question.getBytes(StandardCharsets.UTF_8),
                tokens.forService("gateway"));
    }

    Answer register(String username) {
        return post(
                        V3 + "register",
                        """
                        {"username": "%s", "password": "%s", "auth": {"type": "m.login.dummy"}}
                        """
                                .formatted(username, PASSWORD))
                .isOk();
    }

    Session registered() {
        return as(register(freshName()).string("access_token"));
    }

    Answer login(String user, String password) {
        return login(user, password, "");
    }

    Answer login(String user, String password, String more) {
        return post(
                V3 + "login",
                """
                {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "%s"}, "password": "%s" %s}
                """
                        .formatted(user, password, more));
    }

    Answer send(
            HttpMethod method, String path, byte @Nullable [] body, Consumer<HttpHeaders> headers) {
        var request =
                web.method(method)
                        .uri(base -> URI.create(base.build() + path))
                        .header(InternalHeaders.CLIENT_ADDRESS, address)
                        .headers(headers);
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        var result = request.exchange().expectBody().returnResult();
        byte[] answer = result.getResponseBody();
        return new Answer(
                result.getStatus().value(),
                answer == null || answer.length == 0 ? JsonObject.EMPTY : Json.parseObject(answer));
    }

    private static String randomAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "10.%d.%d.%d"
                .formatted(random.nextInt(256), random.nextInt(256), random.nextInt(256));
    }

    /** A logged-in client. */
    final class Session {
        private final String accessToken;

        private Session(String accessToken) {
            this.accessToken = accessToken;
        }

        String accessToken() {
            return accessToken;
        }

        AuthDriver driver() {
            return AuthDriver.this;
        }

        String userId() {
            return resolve(accessToken).isOk().string("user_id");
        }

        String localpart() {
            return userId().substring(1, userId().indexOf(':'));
        }

        String deviceId() {
            return resolve(accessToken).isOk().string("device_id");
        }

        Answer get(String path) {
            return send(HttpMethod.GET, path, null);
        }

        Answer post(String path, String json) {
            return send(HttpMethod.POST, path, json);
        }

        Answer put(String path, String json) {
            return send(HttpMethod.PUT, path, json);
        }

        Answer delete(String path, String json) {
            return send(HttpMethod.DELETE, path, json);
        }

        /** Refused by the gateway when the token is dead, here by its resolution. */
        Answer send(HttpMethod method, String path, @Nullable String json) {
            Answer resolved = resolve(accessToken);
            if (resolved.status() != 200) {
                return resolved;
            }
            byte[] body = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
            String internal = resolved.string("internal_token");
            return AuthDriver.this.send(
                    method,
                    path,
                    body,
                    headers -> {
                        tokens.forNobody().accept(headers);
                        headers.setBearerAuth(internal);
                    });
        }

        /** The {@code auth} of a request that completes the password stage. */
        String passwordAuth() {
            return passwordAuth(PASSWORD);
        }

        String passwordAuth(String password) {
            return """
                   {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "%s"}, "password": "%s"}
                   """
                    .formatted(userId(), password);
        }

        /** The same user on another device. */
        Session onAnotherDevice() {
            return as(login(userId(), PASSWORD).isOk().string("access_token"));
        }
    }
}
