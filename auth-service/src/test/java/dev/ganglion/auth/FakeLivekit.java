package dev.ganglion.auth;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A LiveKit server that remembers which rooms it was to make, and whose word that was. */
final class FakeLivekit {
    static final FakeLivekit INSTANCE = new FakeLivekit();

    private final List<Creation> creations = new CopyOnWriteArrayList<>();
    private final DisposableServer server;
    private volatile int status = 200;

    private FakeLivekit() {
        this.server =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .route(
                                routes ->
                                        routes.post(
                                                "/twirp/livekit.RoomService/CreateRoom",
                                                (request, response) ->
                                                        request.receive()
                                                                .aggregate()
                                                                .asString()
                                                                .doOnNext(
                                                                        body ->
                                                                                creations.add(
                                                                                        new Creation(
                                                                                                String
                                                                                                        .valueOf(
                                                                                                                request.requestHeaders()
                                                                                                                        .get(
                                                                                                                                "Authorization")),
                                                                                                body)))
                                                                .then(
                                                                        Mono.defer(
                                                                                () ->
                                                                                        response.status(
                                                                                                        status)
                                                                                                .send()
                                                                                                .then()))))
                        .bindNow();
    }

    record Creation(String authorization, String body) {}

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    List<Creation> creations() {
        return creations;
    }

    void answers(int status) {
        this.status = status;
    }
}
