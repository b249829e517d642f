package dev.ganglion.auth;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A captcha service for which {@code right} is the right answer. */
final class CaptchaDouble {
    static final CaptchaDouble INSTANCE = new CaptchaDouble();

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final DisposableServer server;
    private volatile String answer = "";

    private CaptchaDouble() {
        this.server =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .route(
                                routes ->
                                        routes.post(
                                                "/siteverify",
                                                (request, response) ->
                                                        response.sendString(
                                                                request.receive()
                                                                        .aggregate()
                                                                        .asString()
                                                                        .flatMap(this::answered))))
                        .bindNow();
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/siteverify";
    }

    List<String> asked() {
        return asked;
    }

    /** Answers this to everything; with nothing it hangs. */
    void alwaysAnswer(String text) {
        this.answer = text;
    }

    /** Back to telling right from wrong. */
    void reset() {
        this.answer = "judged";
        asked.clear();
    }

    private Mono<String> answered(String form) {
        asked.add(form);
        return switch (answer) {
            case "" -> Mono.never();
            case "judged" ->
                    Mono.just("{\"success\": %s}".formatted(form.contains("response=right")));
            default -> Mono.just(answer);
        };
    }
}
