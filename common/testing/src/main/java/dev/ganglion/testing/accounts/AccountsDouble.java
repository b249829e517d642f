package dev.ganglion.testing.accounts;

import org.springframework.test.context.DynamicPropertyRegistry;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * An auth-service that knows users by their names: a host, who is gone, who is suspended or locked.
 * It fails on the silent ones, takes our token for strange with others, and knows nobody else.
 */
public final class AccountsDouble {
    /** Where services look for auth-service. */
    public static final String SETTING = "ganglion.services.auth.urls";

    private static final DisposableServer SERVER =
            HttpServer.create()
                    // The loops that all share end with the first application that is closed.
                    .runOn(LoopResources.create("accounts-double", 1, true))
                    .host("127.0.0.1")
                    .port(0)
                    .route(
                            routes ->
                                    DigestsDouble.serve(routes)
                                            .get(
                                                    "/internal/accounts/{userId}",
                                                    AccountsDouble::answer))
                    .bindNow();

    private AccountsDouble() {}

    /** Lets the service of a test ask here. */
    public static void standsBy(DynamicPropertyRegistry registry) {
        registry.add(SETTING, AccountsDouble::url);
    }

    public static String url() {
        return "http://127.0.0.1:" + SERVER.port();
    }

    private static Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        String path = request.uri();
        HttpServerResponse json = response.header("Content-Type", "application/json");
        if (path.contains("silent")) {
            return response.status(500).send();
        }
        if (path.contains("strange")) {
            return sends(json.status(401), "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"Who?\"}");
        }
        if (path.contains("suspended")) {
            return sends(json, account(false, "SUSPENDED"));
        }
        if (path.contains("locked")) {
            return sends(json, account(false, "LOCKED"));
        }
        if (path.contains("host") || path.contains("gone")) {
            return sends(json, account(path.contains("gone"), "GOOD"));
        }
        return sends(
                json.status(404),
                "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"There is no such user\"}");
    }

    private static String account(boolean isDeactivated, String standing) {
        return "{\"user_id\":\"@of:test.local\",\"is_deactivated\":%s,\"standing\":\"%s\"}"
                .formatted(isDeactivated, standing);
    }

    private static Mono<Void> sends(HttpServerResponse response, String body) {
        return response.sendString(Mono.just(body)).then();
    }
}
