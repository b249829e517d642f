package dev.ganglion.sync;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.InternalIdentity;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.Standing;
import dev.ganglion.testing.infrastructure.Infrastructure;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.function.SingletonSupplier;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Somebody who uses room-service and sync-service as the gateway would call them for a client. */
public final class TestUser {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CLIENT = "/_matrix/client/v3";
    private static final String ADMIN = "/_synapse/admin";
    private static final Map<String, InternalIdentity> IDENTITIES = new ConcurrentHashMap<>();
    private static final Map<Integer, WebTestClient> WEB = new ConcurrentHashMap<>();

    private final UserId id;
    private final DeviceId device;
    private final String token;
    private final int roomPort;
    private final List<Integer> syncPorts;
    private final Standing standing;
    private final AtomicInteger transactions = new AtomicInteger();

    /** Verified once, as the tokens are that a gateway sends. */
    private final Supplier<String> internalToken = SingletonSupplier.of(() -> issuedToken(false));

    TestUser(String localpart, int roomPort, List<Integer> syncPorts) {
        this(
                UserId.parse("@" + localpart + ":test.local"),
                DeviceId.parse("PHONE"),
                localpart + "-PHONE",
                roomPort,
                syncPorts,
                Standing.GOOD);
    }

    private TestUser(
            UserId id,
            DeviceId device,
            String token,
            int roomPort,
            List<Integer> syncPorts,
            Standing standing) {
        this.id = id;
        this.device = device;
        this.token = token;
        this.roomPort = roomPort;
        this.syncPorts = syncPorts;
        this.standing = standing;
    }

    /** The same once administrators have suspended the account. */
    TestUser suspended() {
        return new TestUser(id, device, token, roomPort, syncPorts, Standing.SUSPENDED);
    }

    DeviceId device() {
        return device;
    }

    public UserId id() {
        return id;
    }

    TestUser onDevice(String name) {
        String first = id.localpart() + "-" + name;
        return new TestUser(id, DeviceId.parse(name), first, roomPort, syncPorts, standing);
    }

    /** On the same device after a refresh. */
    TestUser withToken(String hash) {
        return new TestUser(id, device, hash, roomPort, syncPorts, standing);
    }

    /** The hash of the access token. */
    String token() {
        return token;
    }

    /** With another replica of sync-service as the first. */
    TestUser at(int syncPort) {
        return new TestUser(id, device, token, roomPort, List.of(syncPort), standing);
    }

    String createsRoom(TestUser... invited) {
        List<String> quoted =
                List.of(invited).stream().map(user -> "\"" + user.id() + "\"").toList();
        return createsRoom(
                "{\"preset\":\"private_chat\",\"invite\":[" + String.join(",", quoted) + "]}");
    }

    String createsRoom(String body) {
        return room(HttpMethod.POST, "/createRoom", body).string("room_id").orElseThrow();
    }

    void joins(String room) {
        room(HttpMethod.POST, "/join/{room}", "{}", room);
    }

    void leaves(String room) {
        room(HttpMethod.POST, "/rooms/{room}/leave", "{}", room);
    }

    void forgets(String room) {
        room(HttpMethod.POST, "/rooms/{room}/forget", "{}", room);
    }

    void knocks(String room) {
        room(HttpMethod.POST, "/knock/{room}", "{}", room);
    }

    void bans(String room, TestUser user) {
        room(HttpMethod.POST, "/rooms/{room}/ban", userBody(user), room);
    }

    void invites(String room, TestUser guest) {
        room(HttpMethod.POST, "/rooms/{room}/invite", userBody(guest), room);
    }

    void kicks(String room, TestUser member) {
        room(HttpMethod.POST, "/rooms/{room}/kick", userBody(member), room);
    }

    /** The event ID. */
    String sends(String room, String text) {
        return sends(room, "m.room.message", "{\"msgtype\":\"m.text\",\"body\":\"" + text + "\"}");
    }

    String sends(String room, String type, String content) {
        String path = "/rooms/{room}/send/{type}/{txn}";
        return eventId(
                room(
                        HttpMethod.PUT,
                        path,
                        content,
                        room,
                        type,
                        "t" + transactions.incrementAndGet()));
    }

    /** The delay ID. */
    String sendsLater(String room, String text) {
        return room(
                        HttpMethod.PUT,
                        "/rooms/{room}/send/m.room.message/{txn}?org.matrix.msc4140.delay=1",
                        "{\"msgtype\":\"m.text\",\"body\":\"" + text + "\"}",
                        room,
                        "t" + transactions.incrementAndGet())
                .string("delay_id")
                .orElseThrow();
    }

    String sets(String room, String type, String stateKey, String content) {
        return eventId(
                room(
                        HttpMethod.PUT,
                        "/rooms/{room}/state/{type}/{key}",
                        content,
                        room,
                        type,
                        stateKey));
    }

    String redacts(String room, String event) {
        String path = "/rooms/{room}/redact/{event}/{txn}";
        return eventId(
                room(
                        HttpMethod.PUT,
                        path,
                        "{}",
                        room,
                        event,
                        "t" + transactions.incrementAndGet()));
    }

    SyncResult syncs() {
        return syncs("");
    }

    /**
     * With these query parameters, such as {@code timeout=1000&filter={filter}}, and their values.
     */
    SyncResult syncs(String query, Object... values) {
        return syncsAt(0, query, values);
    }

    SyncResult syncsSince(SyncResult before) {
        return syncs("since=" + before.nextBatch());
    }

    SyncResult waitsSince(SyncResult before) {
        return syncs("timeout=20000&since=" + before.nextBatch());
    }

    /** At this replica of sync-service. */
    public SyncResult syncsAt(int replica, String query, Object... values) {
        String path = CLIENT + "/sync?" + query;
        return new SyncResult(
                ok(call(HttpMethod.GET, syncPorts.get(replica), path, Optional.empty(), values)));
    }

    /** A long poll that goes on while the test does. */
    CompletableFuture<SyncResult> beginsToWait(SyncResult before) {
        return CompletableFuture.supplyAsync(
                () -> waitsSince(before), poll -> Thread.ofVirtual().start(poll));
    }

    /** A call of sync-service that works. */
    JsonObject sync(HttpMethod method, String path, String body, Object... variables) {
        return ok(tries(method, path, body, variables));
    }

    /** A call of sync-service. */
    WebTestClient.ResponseSpec tries(
            HttpMethod method, String path, String body, Object... variables) {
        return call(method, syncPorts.getFirst(), CLIENT + path, Optional.of(body), variables);
    }

    /** A call of sync-service at this replica. */
    public WebTestClient.ResponseSpec triesAt(
            int replica, HttpMethod method, String path, String body, Object... variables) {
        return call(method, syncPorts.get(replica), CLIENT + path, Optional.of(body), variables);
    }

    /** A read of sync-service at this replica. */
    public WebTestClient.ResponseSpec readsAt(int replica, String path, Object... variables) {
        return call(
                HttpMethod.GET, syncPorts.get(replica), CLIENT + path, Optional.empty(), variables);
    }

    /** A call of room-service. */
    public WebTestClient.ResponseSpec triesRoom(
            HttpMethod method, String path, String body, Object... variables) {
        return call(method, roomPort, CLIENT + path, Optional.of(body), variables);
    }

    /** A call of sync-service by a path that is not the client API's. */
    WebTestClient.ResponseSpec posts(String path, String body, Object... variables) {
        return call(HttpMethod.POST, syncPorts.getFirst(), path, Optional.of(body), variables);
    }

    /** The same at this replica. */
    public WebTestClient.ResponseSpec postsAt(
            int replica, String path, String body, Object... variables) {
        return call(HttpMethod.POST, syncPorts.get(replica), path, Optional.of(body), variables);
    }

    /** A call of sync-service by a path that is not the client API's. */
    WebTestClient.ResponseSpec calls(
            HttpMethod method, String path, String body, Object... variables) {
        return call(method, syncPorts.getFirst(), path, Optional.of(body), variables);
    }

    /** A read of sync-service. */
    WebTestClient.ResponseSpec reads(String path, Object... variables) {
        return call(
                HttpMethod.GET, syncPorts.getFirst(), CLIENT + path, Optional.empty(), variables);
    }

    /** A read of room-service that works. */
    public JsonObject readsRoom(String path, Object... variables) {
        return ok(call(HttpMethod.GET, roomPort, CLIENT + path, Optional.empty(), variables));
    }

    /** A read of room-service that answers a list. */
    public JsonArray readsRoomList(String path, Object... variables) {
        byte[] body =
                call(HttpMethod.GET, roomPort, CLIENT + path, Optional.empty(), variables)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return (JsonArray) Json.parse(Objects.requireNonNull(body));
    }

    /** The same, of what has only a first version. */
    JsonObject readsRoomV1(String path, Object... variables) {
        String v1 = CLIENT.replace("v3", "v1");
        return ok(call(HttpMethod.GET, roomPort, v1 + path, Optional.empty(), variables));
    }

    JsonObject room(HttpMethod method, String path, String body, Object... variables) {
        return ok(call(method, roomPort, CLIENT + path, Optional.of(body), variables));
    }

    /** A call of room-service as an administrator of the server. */
    JsonObject administers(HttpMethod method, String path, String body, Object... variables) {
        return ok(call(method, roomPort, ADMIN + path, Optional.of(body), variables));
    }

    private WebTestClient.ResponseSpec call(
            HttpMethod method, int port, String path, Optional<String> body, Object... variables) {
        var request =
                WEB.computeIfAbsent(port, TestUser::web)
                        .method(method)
                        .uri(path, variables)
                        .headers(
                                headers ->
                                        authorize(
                                                headers,
                                                port == roomPort ? "room" : "sync",
                                                path.startsWith(ADMIN)));
        return body.map(json -> request.bodyValue(json).exchange()).orElseGet(request::exchange);
    }

    private static WebTestClient web(int port) {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(PATIENCE)
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(64 << 20))
                .build();
    }

    /** What the gateway adds to a request to sync-service, as lines of HTTP. */
    String headerLines() {
        HttpHeaders headers = new HttpHeaders();
        authorize(headers, "sync", false);
        StringBuilder lines = new StringBuilder();
        headers.forEach(
                (name, values) ->
                        lines.append(name).append(": ").append(values.getFirst()).append("\r\n"));
        return lines.toString();
    }

    private void authorize(HttpHeaders headers, String service, boolean isAdmin) {
        headers.setBearerAuth(isAdmin ? issuedToken(true) : internalToken.get());
        headers.set(
                InternalHeaders.SERVICE_TOKEN, identity("gateway").services().forTarget(service));
    }

    private String issuedToken(boolean isAdmin) {
        Requester requester =
                new Requester(id, Optional.of(device), isAdmin, false, Optional.of(token))
                        .inStanding(standing);
        return identity("auth").users().issue(requester).value();
    }

    private static InternalIdentity identity(String service) {
        return IDENTITIES.computeIfAbsent(service, TestUser::readIdentity);
    }

    private static InternalIdentity readIdentity(String service) {
        Path key = Infrastructure.shared().keys().resolve(service + ".jwk");
        return InternalIdentity.read(key);
    }

    private static JsonObject ok(WebTestClient.ResponseSpec response) {
        byte[] body = response.expectStatus().isOk().expectBody().returnResult().getResponseBody();
        return TestJson.parse(body);
    }

    private static String eventId(JsonObject answer) {
        return answer.string("event_id").orElseThrow();
    }

    private static String userBody(TestUser user) {
        return "{\"user_id\":\"" + user.id() + "\"}";
    }
}
