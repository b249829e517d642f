package dev.ganglion.testing.accounts;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What auth-service does for mails about missed messages. An address is the user's whose name
 * stands before its {@code @}; nobody sends mail to {@code @nomail.example}.
 */
public final class DigestsDouble {
    private static final Map<String, List<JsonObject>> ASKED = new ConcurrentHashMap<>();
    private static final Map<String, String> ANSWERS = new ConcurrentHashMap<>();

    private DigestsDouble() {}

    /** All mails that were asked for, in order. */
    public static List<JsonObject> to(String address) {
        return ASKED.computeIfAbsent(address, _ -> new CopyOnWriteArrayList<>());
    }

    /** From now on; {@code AWAY} for no answer. */
    public static void answers(String address, String outcome) {
        ANSWERS.put(address, outcome);
    }

    static HttpServerRoutes serve(HttpServerRoutes routes) {
        return routes.post("/internal/users/{userId}/digest/address", DigestsDouble::address)
                .post("/internal/users/{userId}/digest", DigestsDouble::digest);
    }

    private static Mono<Void> address(HttpServerRequest request, HttpServerResponse response) {
        String user = URLDecoder.decode(request.param("userId") + "", StandardCharsets.UTF_8);
        return body(request)
                .map(body -> body.string("address").orElse("").toLowerCase(Locale.ROOT))
                .flatMap(
                        address -> {
                            if (address.endsWith("@nomail.example")) {
                                return refuses(response, "M_INVALID_PARAM");
                            }
                            return user.startsWith("@" + address.split("@", 2)[0] + ":")
                                    ? says(response, JsonObject.of("address", address))
                                    : refuses(response, "M_THREEPID_NOT_FOUND");
                        });
    }

    private static Mono<Void> digest(HttpServerRequest request, HttpServerResponse response) {
        return body(request)
                .flatMap(
                        body -> {
                            String address = body.string("address").orElse("");
                            to(address).add(body);
                            String answer = ANSWERS.getOrDefault(address, "SENT");
                            return answer.equals("AWAY")
                                    ? response.status(500).send()
                                    : says(response, JsonObject.of("outcome", answer));
                        });
    }

    private static Mono<JsonObject> body(HttpServerRequest request) {
        return request.receive().aggregate().asByteArray().map(Json::parseObject);
    }

    private static Mono<Void> refuses(HttpServerResponse response, String code) {
        return says(
                response.status(400),
                JsonObject.builder().put("errcode", code).put("error", "No").build());
    }

    private static Mono<Void> says(HttpServerResponse response, JsonObject body) {
        return response.header("Content-Type", "application/json")
                .sendString(Mono.just(body.toString()))
                .then();
    }
}
