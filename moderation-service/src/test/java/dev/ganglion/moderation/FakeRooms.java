package dev.ganglion.moderation;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in for room-service's endpoint by which alerts are sent. */
public final class FakeRooms {
    private final Map<String, String> events = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final DisposableServer server;
    private volatile boolean isDown;

    FakeRooms() {
        this.server = HttpServer.create().host("127.0.0.1").port(0).handle(this::answer).bindNow();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** The bodies that arrived, by transaction: sent twice with one transaction is one event. */
    public Map<String, String> events() {
        return events;
    }

    /** Every request's path and query, decoded. */
    public List<String> requests() {
        return requests;
    }

    /** From now on everything is answered with 503, or no longer. */
    public void isDown(boolean down) {
        isDown = down;
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        String uri = URLDecoder.decode(request.uri(), StandardCharsets.UTF_8);
        requests.add(request.method() + " " + uri);
        if (isDown) {
            return response.status(503)
                    .sendString(Mono.just("{\"errcode\":\"M_UNKNOWN\",\"error\":\"down\"}"))
                    .then();
        }
        return request.receive()
                .aggregate()
                .asString()
                .doOnNext(body -> events.put(transaction(uri), body))
                .then(
                        response.header("Content-Type", "application/json")
                                .sendString(Mono.just("{\"event_id\":\"$x\"}"))
                                .then());
    }

    private static String transaction(String uri) {
        String path = uri.substring(0, uri.indexOf('?'));
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
