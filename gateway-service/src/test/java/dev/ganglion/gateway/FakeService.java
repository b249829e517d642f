package dev.ganglion.gateway;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.DefaultEventExecutor;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** A service behind the gateway that remembers what reached it and answers what a test says. */
public final class FakeService implements AutoCloseable {
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile BiFunction<HttpServerRequest, HttpServerResponse, Mono<Void>> behaviour =
            FakeService::echo;
    private volatile boolean isReady = true;
    private final ChannelGroup connections = new DefaultChannelGroup(new DefaultEventExecutor());
    private DisposableServer server;

    public FakeService() {
        this.server = start(0);
    }

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    public int port() {
        return server.port();
    }

    /** Answers like this from now on, and forgets what it received. */
    public void behave(BiFunction<HttpServerRequest, HttpServerResponse, Mono<Void>> behaviour) {
        this.behaviour = behaviour;
        received.clear();
    }

    /** Back to answering at once with the number of bytes received. */
    public void reset() {
        behave(FakeService::echo);
        isReady = true;
    }

    public void forget() {
        received.clear();
    }

    public void setReady(boolean isReady) {
        this.isReady = isReady;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public void stop() {
        server.disposeNow();
        connections.close().syncUninterruptibly();
    }

    /** Again on the same port. */
    public void restart() {
        server = start(server.port());
    }

    @Override
    public void close() {
        stop();
    }

    public static Mono<Void> json(HttpServerResponse response, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return response.header("content-type", "application/json")
                .header("content-length", String.valueOf(bytes.length))
                .sendByteArray(Mono.just(bytes))
                .then();
    }

    private static Mono<Void> echo(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asString()
                .defaultIfEmpty("")
                .flatMap(body -> json(response, "{\"received\":" + body.length() + "}"));
    }

    private DisposableServer start(int port) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .doOnConnection(connection -> connections.add(connection.channel()))
                .handle(this::handle)
                .bindNow();
    }

    private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        if (request.uri().equals("/actuator/health/readiness")) {
            return response.status(isReady ? 200 : 503).send();
        }
        received.add(
                new Received(
                        request.method().name(), request.uri(), request.requestHeaders().copy()));
        return behaviour.apply(request, response);
    }

    /** A request as it arrived. */
    public record Received(String method, String uri, HttpHeaders headers) {}
}
