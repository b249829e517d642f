package dev.ganglion.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.TestTokens;

import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.time.Duration;
import java.util.Objects;

/** An administrator of the server: calls room-service as the gateway would for them. */
public final class AdminCaller {
    public static final UserId ID = UserId.parse("@root:test.local");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WebTestClient web;
    private final TestTokens tokens;

    public AdminCaller(WebTestClient web, TestTokens tokens) {
        this.web = web;
        this.tokens = tokens;
    }

    public ResponseSpec call(HttpMethod method, String body, String path, Object... variables) {
        return web.method(method)
                .uri("/_synapse/admin" + path, variables)
                .headers(tokens.forAdmin(ID))
                .bodyValue(body)
                .exchange();
    }

    public ResponseSpec get(String path, Object... variables) {
        return web.get()
                .uri("/_synapse/admin" + path, variables)
                .headers(tokens.forAdmin(ID))
                .exchange();
    }

    public JsonObject ok(HttpMethod method, String body, String path, Object... variables) {
        return ok(call(method, body, path, variables));
    }

    public JsonObject read(String path, Object... variables) {
        return ok(get(path, variables));
    }

    /** The body of a path, once its status is that one. */
    public JsonObject awaitStatus(String status, String path, Object... variables) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(read(path, variables).string("status")).contains(status));
        return read(path, variables);
    }

    private static JsonObject ok(ResponseSpec response) {
        byte[] body = response.expectStatus().isOk().expectBody().returnResult().getResponseBody();
        return Json.parseObject(Objects.requireNonNull(body));
    }
}
