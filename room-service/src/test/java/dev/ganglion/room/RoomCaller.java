package dev.ganglion.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.Standing;
import dev.ganglion.testing.TestTokens;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** A user of room-service in a test: calls it as the gateway would for that user. */
public final class RoomCaller {
    private final WebTestClient web;
    private final UserId user;
    private final Consumer<HttpHeaders> headers;

    public RoomCaller(WebTestClient web, TestTokens tokens, String localpart) {
        this.web = web;
        this.user = idOf(localpart);
        this.headers = tokens.forUser(user);
    }

    private RoomCaller(WebTestClient web, TestTokens tokens, Requester requester) {
        this.web = web;
        this.user = requester.userId();
        this.headers = tokens.forRequester(requester);
    }

    /** An application service that acts as this user. */
    public static RoomCaller ofApplicationService(
            WebTestClient web, TestTokens tokens, String localpart, String id) {
        return new RoomCaller(
                web,
                tokens,
                new Requester(
                        idOf(localpart),
                        Optional.empty(),
                        false,
                        false,
                        Optional.of("hash"),
                        Optional.of(id)));
    }

    /** A user whose account is suspended. */
    public static RoomCaller ofSuspended(WebTestClient web, TestTokens tokens, String localpart) {
        return new RoomCaller(
                web,
                tokens,
                new Requester(
                                idOf(localpart),
                                Optional.of(new DeviceId("DEV")),
                                false,
                                false,
                                Optional.of("hash"))
                        .inStanding(Standing.SUSPENDED));
    }

    private static UserId idOf(String localpart) {
        return UserId.parse("@" + localpart + ":test.local");
    }

    public UserId id() {
        return user;
    }

    /** The response to a call; an empty body is sent for none. */
    public WebTestClient.ResponseSpec call(
            HttpMethod method, String body, String path, Object... variables) {
        return web.method(method)
                .uri("/_matrix/client/v3" + path, variables)
                .headers(headers)
                .bodyValue(body)
                .exchange();
    }

    public WebTestClient.ResponseSpec get(String path, Object... variables) {
        return web.get().uri("/_matrix/client/v3" + path, variables).headers(headers).exchange();
    }

    /** The same for paths of the first version. */
    public WebTestClient.ResponseSpec getV1(String path, Object... variables) {
        return web.get().uri("/_matrix/client/v1" + path, variables).headers(headers).exchange();
    }

    /** What a call answered; empty when it was refused with 403 or 404, and nothing else. */
    public static Optional<JsonObject> find(WebTestClient.ResponseSpec response) {
        var result = response.expectBody().returnResult();
        int status = result.getStatus().value();
        if (status == 403 || status == 404) {
            return Optional.empty();
        }
        assertThat(status).as("status of %s", result.getUrl()).isEqualTo(200);
        return Optional.of(Json.parseObject(Objects.requireNonNull(result.getResponseBody())));
    }

    public JsonObject readV1(String path, Object... variables) {
        return ok(getV1(path, variables));
    }

    public JsonObject post(String path, String body, Object... variables) {
        return ok(call(HttpMethod.POST, body, path, variables));
    }

    public JsonObject put(String path, String body, Object... variables) {
        return ok(call(HttpMethod.PUT, body, path, variables));
    }

    public JsonObject read(String path, Object... variables) {
        return ok(get(path, variables));
    }

    /** A room with that body, as its ID. */
    public String createsRoom(String body) {
        return post("/createRoom", body).string("room_id").orElseThrow();
    }

    public void invites(String room, RoomCaller guest) {
        post("/rooms/{room}/invite", "{\"user_id\":\"" + guest.id() + "\"}", room);
    }

    public void joins(String room) {
        post("/join/{room}", "{}", room);
    }

    /** The event ID of a text message. */
    public String sends(String room, String text, String txnId) {
        String body = "{\"msgtype\":\"m.text\",\"body\":\"" + text + "\"}";
        return put("/rooms/{room}/send/m.room.message/{txnId}", body, room, txnId)
                .string("event_id")
                .orElseThrow();
    }

    /** The body of a response that is a success. */
    public static JsonObject ok(WebTestClient.ResponseSpec response) {
        byte[] body = response.expectStatus().isOk().expectBody().returnResult().getResponseBody();
        return Json.parseObject(Objects.requireNonNull(body));
    }
}
