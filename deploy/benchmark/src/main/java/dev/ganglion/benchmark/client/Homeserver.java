package dev.ganglion.benchmark.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;

import org.reactivestreams.Publisher;

import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The client-server API of one homeserver, as far as the scenarios need it. Every call fails with
 * {@link HomeserverException} on an answer other than 200.
 */
public final class Homeserver {
    private static final JsonMapper JSON = new JsonMapper();

    /** Shorter than the time after which servers close a connection that nobody uses. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(15);

    private static final String V3 = "/_matrix/client/v3";
    private static final String SLIDING_SYNC =
            "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
    private static final String LONG_TIMELINES =
            segment("{\"room\":{\"timeline\":{\"limit\":200}}}");

    private static final String ROOMS_ALONE =
            segment("{\"presence\":{\"not_types\":[\"m.presence\"]}}");

    private final HttpClient http;
    private final String base;

    /**
     * Connects when first used.
     *
     * @param connections how many connections at most are open at once
     */
    public Homeserver(URI base, int connections) {
        this.base = base.toString().replaceFirst("/$", "");
        this.http =
                HttpClient.create(
                                ConnectionProvider.builder("benchmark")
                                        .maxConnections(connections)
                                        .pendingAcquireMaxCount(-1)
                                        .maxIdleTime(MAX_IDLE)
                                        .lifo()
                                        .build())
                        .responseTimeout(Duration.ofMinutes(2));
    }

    /**
     * Registers through the dummy stage, or with a registration token when the server asks for one.
     */
    public Mono<Account> register(String name, String password, String registrationToken) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("username", name);
        body.put("password", password);
        return call(HttpMethod.POST, V3 + "/register", "", body)
                .onErrorResume(
                        HomeserverException.class,
                        refusal -> {
                            String session = refusal.body().path("session").asString("");
                            if (refusal.status() != 401 || session.isEmpty()) {
                                return Mono.error(refusal);
                            }
                            body.put("auth", authStage(session, registrationToken));
                            return call(HttpMethod.POST, V3 + "/register", "", body);
                        })
                .map(answer -> account(answer, password));
    }

    /** A password login; each makes a device of its own. */
    public Mono<Account> login(String userId, String password) {
        var body =
                Map.of(
                        "type",
                        "m.login.password",
                        "identifier",
                        Map.of("type", "m.id.user", "user", userId),
                        "password",
                        password);
        return call(HttpMethod.POST, V3 + "/login", "", body)
                .map(answer -> account(answer, password));
    }

    /** Creates a public room and answers its room ID. */
    public Mono<String> createRoom(Account creator, String name) {
        return call(
                        HttpMethod.POST,
                        V3 + "/createRoom",
                        creator.accessToken(),
                        Map.of("preset", "public_chat", "name", name))
                .map(answer -> answer.path("room_id").asString());
    }

    public Mono<Void> join(Account account, String roomId) {
        return call(
                        HttpMethod.POST,
                        V3 + "/join/" + segment(roomId),
                        account.accessToken(),
                        Map.of())
                .then();
    }

    /** Sends a text message and answers its event ID. */
    public Mono<String> send(Account account, String roomId, String transactionId, String text) {
        String path = V3 + "/rooms/" + segment(roomId) + "/send/m.room.message/" + transactionId;
        return call(
                        HttpMethod.PUT,
                        path,
                        account.accessToken(),
                        Map.of("msgtype", "m.text", "body", text))
                .map(answer -> answer.path("event_id").asString());
    }

    public Mono<Void> leave(Account account, String roomId) {
        return call(
                        HttpMethod.POST,
                        V3 + "/rooms/" + segment(roomId) + "/leave",
                        account.accessToken(),
                        Map.of())
                .then();
    }

    /**
     * A page of a room's history.
     *
     * @param end where the next one begins, empty after the last
     */
    public record HistoryPage(int events, String end) {}

    /**
     * A page of the history, newest events first.
     *
     * @param from the end of the page before, empty for the first
     */
    public Mono<HistoryPage> history(Account account, String roomId, String from, int limit) {
        String path =
                V3
                        + "/rooms/"
                        + segment(roomId)
                        + "/messages?dir=b&limit="
                        + limit
                        + (from.isEmpty() ? "" : "&from=" + segment(from));
        return call(HttpMethod.GET, path, account.accessToken(), Map.of())
                .map(
                        answer ->
                                new HistoryPage(
                                        answer.path("chunk").size(),
                                        answer.path("end").asString("")));
    }

    /**
     * One sync, with room for a burst in the timelines, so that nothing is left out.
     *
     * @param since the position of an earlier sync, empty for an initial one
     */
    public Mono<JsonNode> sync(Account account, String since, Duration timeout) {
        String path =
                V3
                        + "/sync?filter="
                        + LONG_TIMELINES
                        + "&timeout="
                        + timeout.toMillis()
                        + (since.isEmpty() ? "" : "&since=" + segment(since));
        return call(HttpMethod.GET, path, account.accessToken(), Map.of());
    }

    /** The same with the server's own filter, and nothing read of the answer. */
    public Mono<Download> initialSync(Account account) {
        return download(HttpMethod.GET, V3 + "/sync", account.accessToken());
    }

    /** What is new since a position. */
    public Mono<JsonNode> news(Account account, String since) {
        String path = V3 + "/sync?timeout=0&since=" + segment(since);
        return call(HttpMethod.GET, path, account.accessToken(), Map.of());
    }

    /** Waits for what is new since a position; others' presence is no news. */
    public Mono<JsonNode> waitForNews(Account account, String since, Duration timeout) {
        String path =
                V3
                        + "/sync?filter="
                        + ROOMS_ALONE
                        + "&timeout="
                        + timeout.toMillis()
                        + "&since="
                        + segment(since);
        return call(HttpMethod.GET, path, account.accessToken(), Map.of());
    }

    /**
     * One answer of simplified sliding sync (MSC4186), at once.
     *
     * @param position of the answer before, empty for the first
     */
    public Mono<JsonNode> slide(Account account, String position, Map<String, ?> request) {
        String path =
                SLIDING_SYNC + (position.isEmpty() ? "" : "?timeout=0&pos=" + segment(position));
        return call(HttpMethod.POST, path, account.accessToken(), request);
    }

    /**
     * An answer that came and was thrown away.
     *
     * @param firstByte nanoseconds from the asking
     * @param lastByte nanoseconds from the asking
     */
    public record Download(long firstByte, long lastByte, long bytes) {}

    private Mono<Download> download(HttpMethod method, String path, String accessToken) {
        return Mono.defer(
                () -> {
                    long start = System.nanoTime();
                    AtomicLong first = new AtomicLong();
                    return http.request(method)
                            .uri(URI.create(base + path))
                            .send(
                                    (request, outbound) ->
                                            write(request, outbound, accessToken, Map.of()))
                            .response(
                                    (response, content) ->
                                            content.map(ByteBuf::readableBytes)
                                                    .doOnNext(
                                                            _ ->
                                                                    first.compareAndSet(
                                                                            0, System.nanoTime())))
                            .reduce(0L, Long::sum)
                            .map(
                                    bytes ->
                                            new Download(
                                                    first.get() - start,
                                                    System.nanoTime() - start,
                                                    bytes));
                });
    }

    /** One request that does as little as a server can do. */
    public Mono<Void> empty(String path) {
        return http.get().uri(URI.create(base + path)).responseContent().then();
    }

    private Mono<JsonNode> call(
            HttpMethod method, String path, String accessToken, Map<String, ?> body) {
        return http.request(method)
                .uri(URI.create(base + path))
                .send((request, outbound) -> write(request, outbound, accessToken, body))
                .responseSingle((response, content) -> answer(method, path, response, content));
    }

    /** A GET has no body. */
    private static Publisher<Void> write(
            HttpClientRequest request,
            NettyOutbound outbound,
            String accessToken,
            Map<String, ?> body) {
        if (!accessToken.isEmpty()) {
            request.header(HttpHeaderNames.AUTHORIZATION, "Bearer " + accessToken);
        }
        if (request.method().equals(HttpMethod.GET)) {
            return outbound;
        }
        byte[] json = JSON.writeValueAsBytes(body);
        request.header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        return outbound.send(Mono.just(Unpooled.wrappedBuffer(json)));
    }

    private static Mono<JsonNode> answer(
            HttpMethod method, String path, HttpClientResponse response, ByteBufMono content) {
        return content.asByteArray()
                .defaultIfEmpty(new byte[0])
                .map(
                        bytes -> {
                            int status = response.status().code();
                            if (status != 200) {
                                throw new HomeserverException(
                                        method + " " + path, status, json(bytes));
                            }
                            return JSON.readTree(bytes);
                        });
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (RuntimeException e) {
            return JSON.createObjectNode().put("error", new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static Map<String, String> authStage(String session, String registrationToken) {
        return registrationToken.isEmpty()
                ? Map.of("type", "m.login.dummy", "session", session)
                : Map.of(
                        "type",
                        "m.login.registration_token",
                        "token",
                        registrationToken,
                        "session",
                        session);
    }

    private static Account account(JsonNode answer, String password) {
        return new Account(
                answer.path("user_id").asString(),
                answer.path("access_token").asString(),
                password);
    }

    private static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
