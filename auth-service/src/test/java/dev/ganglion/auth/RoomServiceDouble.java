package dev.ganglion.auth;

import dev.ganglion.protocol.json.Json;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerRoutes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes the calls that room-service and sync-service get from here. */
final class RoomServiceDouble {
    static final RoomServiceDouble INSTANCE = new RoomServiceDouble();

    private final List<String> deactivated = new CopyOnWriteArrayList<>();
    private final Set<String> members = ConcurrentHashMap.newKeySet();
    private final Map<String, String> displayNames = new ConcurrentHashMap<>();
    private final List<String> erasedInRooms = new CopyOnWriteArrayList<>();
    private final List<String> erasedInSync = new CopyOnWriteArrayList<>();
    private final List<String> deactivatedInSync = new CopyOnWriteArrayList<>();
    private final List<String> unsubscribed = new CopyOnWriteArrayList<>();
    private final DisposableServer server;
    private final DisposableServer sync;
    private volatile boolean isAway;
    private volatile boolean isOld;
    private volatile Sinks.Empty<Void> answers = answering();
    private volatile boolean isSyncAway;

    private RoomServiceDouble() {
        this.server =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .route(
                                routes ->
                                        routes.get(
                                                        "/internal/rooms/{roomId}/members/{userId}",
                                                        (request, response) ->
                                                                response.status(isAway ? 503 : 200)
                                                                        .header(
                                                                                "Content-Type",
                                                                                "application/json")
                                                                        .sendString(
                                                                                Mono.just(
                                                                                        memberState(
                                                                                                request))))
                                                .put(
                                                        "/_matrix/client/v3/profile/{userId}/displayname",
                                                        (request, response) ->
                                                                request.receive()
                                                                        .aggregate()
                                                                        .asString()
                                                                        .map(Json::parseObject)
                                                                        .doOnNext(
                                                                                body ->
                                                                                        displayNames
                                                                                                .put(
                                                                                                        decoded(
                                                                                                                request
                                                                                                                        .param(
                                                                                                                                "userId")),
                                                                                                        body.string(
                                                                                                                        "displayname")
                                                                                                                .orElse(
                                                                                                                        "")))
                                                                        .then(
                                                                                response.header(
                                                                                                "Content-Type",
                                                                                                "application/json")
                                                                                        .sendString(
                                                                                                Mono
                                                                                                        .just(
                                                                                                                "{}"))
                                                                                        .then()))
                                                .post(
                                                        "/internal/users/{userId}/deactivate",
                                                        (request, response) -> {
                                                            if (isAway) {
                                                                return response.status(503).send();
                                                            }
                                                            deactivated.add(
                                                                    decoded(
                                                                            request.param(
                                                                                    "userId")));
                                                            return response.header(
                                                                            "Content-Type",
                                                                            "application/json")
                                                                    .sendString(
                                                                            answers.asMono()
                                                                                    .thenReturn(
                                                                                            "{}"));
                                                        })
                                                .post(
                                                        "/internal/users/{userId}/erase",
                                                        (request, response) -> {
                                                            if (isAway || isOld) {
                                                                return response.status(
                                                                                isOld ? 404 : 503)
                                                                        .send();
                                                            }
                                                            erasedInRooms.add(
                                                                    decoded(
                                                                            request.param(
                                                                                    "userId")));
                                                            return response.header(
                                                                            "Content-Type",
                                                                            "application/json")
                                                                    .sendString(Mono.just("{}"));
                                                        }))
                        .bindNow();
        this.sync =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .route(
                                routes ->
                                        takeDigests(routes)
                                                .post(
                                                        "/internal/users/{userId}/erase",
                                                        (request, response) -> {
                                                            if (isSyncAway) {
                                                                return response.status(503).send();
                                                            }
                                                            erasedInSync.add(
                                                                    decoded(
                                                                            request.param(
                                                                                    "userId")));
                                                            return response.header(
                                                                            "Content-Type",
                                                                            "application/json")
                                                                    .sendString(Mono.just("{}"));
                                                        }))
                        .bindNow();
    }

    /** Sync-service is told of pushers that are to go. */
    private HttpServerRoutes takeDigests(HttpServerRoutes routes) {
        return routes.post(
                        "/internal/users/{userId}/deactivate",
                        (request, response) -> {
                            if (isSyncAway) {
                                return response.status(503).send();
                            }
                            deactivatedInSync.add(decoded(request.param("userId")));
                            return response.header("Content-Type", "application/json")
                                    .sendString(Mono.just("{}"));
                        })
                .post(
                        "/internal/users/{userId}/pushers/remove",
                        (request, response) ->
                                isSyncAway
                                        ? response.status(503).send()
                                        : request.receive()
                                                .aggregate()
                                                .asString()
                                                .doOnNext(
                                                        body ->
                                                                unsubscribed.add(
                                                                        decoded(
                                                                                        request
                                                                                                .param(
                                                                                                        "userId"))
                                                                                + " "
                                                                                + body))
                                                .then(
                                                        response.header(
                                                                        "Content-Type",
                                                                        "application/json")
                                                                .sendString(Mono.just("{}"))
                                                                .then()));
    }

    /** From now on this user is in this room. */
    void join(String room, String user) {
        members.add(room + " " + user);
    }

    private String memberState(HttpServerRequest request) {
        String member = decoded(request.param("roomId")) + " " + decoded(request.param("userId"));
        return "{\"is_joined\": " + members.contains(member) + "}";
    }

    private static String decoded(@Nullable String text) {
        return URLDecoder.decode(String.valueOf(text), StandardCharsets.UTF_8);
    }

    Map<String, Object> settings() {
        return Map.of(
                "ganglion.services.room.urls",
                "http://127.0.0.1:" + server.port(),
                "ganglion.services.sync.urls",
                "http://127.0.0.1:" + sync.port());
    }

    Map<String, String> displayNames() {
        return displayNames;
    }

    List<String> deactivated() {
        return deactivated;
    }

    List<String> erasedInRooms() {
        return erasedInRooms;
    }

    List<String> erasedInSync() {
        return erasedInSync;
    }

    /** Whose pushers are gone with the account. */
    List<String> deactivatedInSync() {
        return deactivatedInSync;
    }

    /** The user, a space, and what is to go. */
    List<String> unsubscribed() {
        return unsubscribed;
    }

    void setSyncAway(boolean away) {
        this.isSyncAway = away;
    }

    /** An old one does not know that users are erased. */
    void setOld(boolean old) {
        this.isOld = old;
    }

    /** From now on deactivations are taken, and answered when this is emitted. */
    Sinks.Empty<Void> holdAnswers() {
        Sinks.Empty<Void> held = Sinks.empty();
        this.answers = held;
        return held;
    }

    void release(Sinks.Empty<Void> held) {
        this.answers = answering();
        held.tryEmitEmpty();
    }

    private static Sinks.Empty<Void> answering() {
        Sinks.Empty<Void> open = Sinks.empty();
        open.tryEmitEmpty();
        return open;
    }

    void setAway(boolean away) {
        this.isAway = away;
    }
}
