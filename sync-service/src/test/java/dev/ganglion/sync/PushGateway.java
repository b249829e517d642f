package dev.ganglion.sync;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import io.netty.channel.Channel;

import org.springframework.http.HttpMethod;

import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A push gateway on the loopback interface, which does what a test wants. */
final class PushGateway implements AutoCloseable {
    static final String PATH = "/_matrix/push/v1/notify";

    /** What it answers when all is well. */
    static final Reply TAKEN = new Reply(200, "{\"rejected\":[]}", Map.of(), Duration.ZERO);

    /** It never answers in time. */
    static final Reply SILENCE = new Reply(200, "{}", Map.of(), Duration.ofMinutes(1));

    private final LoopResources loops = LoopResources.create("push-gateway", 1, true);
    private final List<JsonObject> received = new CopyOnWriteArrayList<>();
    private final List<JsonObject> answered = new CopyOnWriteArrayList<>();
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final String host;
    private volatile Function<JsonObject, Reply> behaviour = _ -> TAKEN;
    private volatile DisposableServer server;

    PushGateway() {
        this("127.0.0.1");
    }

    PushGateway(String host) {
        this.host = host;
        this.server = start(0);
    }

    /** What a request is answered with. */
    record Reply(int status, String body, Map<String, String> headers, Duration delay) {
        static Reply of(int status, String body) {
            return new Reply(status, body, Map.of(), Duration.ZERO);
        }
    }

    int port() {
        return server.port();
    }

    String url() {
        return "http://" + host + ":" + port() + PATH;
    }

    void answers(Reply reply) {
        behaviour = _ -> reply;
    }

    void answers(Function<JsonObject, Reply> replies) {
        behaviour = replies;
    }

    /** It is gone until it comes back, with all connections that were kept open. */
    void goesAway() {
        server.disposeNow();
        open.forEach(channel -> channel.close().syncUninterruptibly());
    }

    void comesBack() {
        server = start(server.port());
    }

    /** All notifications that it has received, in order. */
    List<JsonObject> received() {
        return received;
    }

    /** Those that it has taken, and was not cut off before. */
    List<JsonObject> answered() {
        return answered;
    }

    int underWay() {
        return underWay.get();
    }

    /** Of events alone, by their IDs. */
    List<String> events() {
        return received.stream().flatMap(each -> each.string("event_id").stream()).toList();
    }

    int connections() {
        return connections.get();
    }

    int mostAtOnce() {
        return mostAtOnce.get();
    }

    /** A user wants to be told here. */
    void tells(TestUser user) {
        tells(user, "");
    }

    /** With more in {@code data}. */
    void tells(TestUser user, String data) {
        tellsAt(url(), user, data);
    }

    static void tellsAt(String url, TestUser user, String data) {
        user.sync(
                HttpMethod.POST,
                "/pushers/set",
                """
                {"kind": "http", "app_id": "org.example.app", "pushkey": "%s", "app_display_name": "App",
                 "device_display_name": "Phone", "lang": "en", "data": {"url": "%s"%s}}
                """
                        .formatted(pushkey(user.id()), url, data));
    }

    static String pushkey(UserId user) {
        return "key of " + user;
    }

    @Override
    public void close() {
        server.disposeNow();
        loops.dispose();
    }

    private DisposableServer start(int port) {
        return HttpServer.create()
                .host(host)
                .port(port)
                .runOn(loops)
                .doOnConnection(this::isOpen)
                .handle(this::handle)
                .bindNow();
    }

    private void isOpen(Connection connection) {
        connections.incrementAndGet();
        open.add(connection.channel());
        connection.channel().closeFuture().addListener(_ -> open.remove(connection.channel()));
    }

    private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        AtomicBoolean isUnderWay = new AtomicBoolean(true);
        response.withConnection(connection -> connection.onDispose(() -> end(isUnderWay)));
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> reply(body, response, isUnderWay))
                .doFinally(_ -> end(isUnderWay));
    }

    /** With the answer, or when whoever asked waits no longer. */
    private void end(AtomicBoolean isUnderWay) {
        if (isUnderWay.getAndSet(false)) {
            underWay.decrementAndGet();
        }
    }

    private Mono<Void> reply(byte[] body, HttpServerResponse response, AtomicBoolean isUnderWay) {
        JsonObject notification = Json.parseObject(body).object("notification").orElseThrow();
        received.add(notification);
        Reply reply = behaviour.apply(notification);
        response.status(reply.status());
        reply.headers().forEach(response::header);
        return Mono.delay(reply.delay())
                .doOnNext(_ -> takes(notification, reply, isUnderWay))
                .then(response.sendString(Mono.just(reply.body())).then());
    }

    private void takes(JsonObject notification, Reply reply, AtomicBoolean isUnderWay) {
        if (reply.status() == 200 && isUnderWay.get()) {
            answered.add(notification);
        }
    }
}
