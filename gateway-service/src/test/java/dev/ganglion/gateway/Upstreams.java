package dev.ganglion.gateway;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Standing;

import org.springframework.test.context.DynamicPropertyRegistry;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fake services of a test JVM. Room-service has two replicas. */
public final class Upstreams {
    public static final FakeService AUTH = new FakeService();
    public static final FakeService ROOM_1 = new FakeService();
    public static final FakeService ROOM_2 = new FakeService();
    public static final FakeService SYNC = new FakeService();
    public static final FakeService MEDIA = new FakeService();
    public static final FakeService MODERATION = new FakeService();

    private static final Map<String, String> SESSIONS = new ConcurrentHashMap<>();
    private static final AtomicInteger LOOK_UPS = new AtomicInteger();

    private Upstreams() {}

    public static void register(DynamicPropertyRegistry registry) {
        registry.add("ganglion.services.auth.urls", AUTH::url);
        registry.add("ganglion.services.room.urls", () -> ROOM_1.url() + "," + ROOM_2.url());
        registry.add("ganglion.services.sync.urls", SYNC::url);
        registry.add("ganglion.services.media.urls", MEDIA::url);
        registry.add("ganglion.services.moderation.urls", MODERATION::url);
        registry.add("management.server.port", () -> 0);
    }

    /** All services as new, and one session: {@code alice-token}. */
    public static void reset() {
        SESSIONS.clear();
        LOOK_UPS.set(0);
        login("alice-token", "@alice:test.local", false);
        for (FakeService service : new FakeService[] {ROOM_1, ROOM_2, SYNC, MEDIA, MODERATION}) {
            service.reset();
        }
        AUTH.behave(
                (request, response) ->
                        request.uri().equals("/internal/tokens/resolve")
                                ? request.receive()
                                        .aggregate()
                                        .asString()
                                        .flatMap(
                                                body -> {
                                                    LOOK_UPS.incrementAndGet();
                                                    Optional<String> session =
                                                            Optional.ofNullable(
                                                                    SESSIONS.get(question(body)));
                                                    return session.map(
                                                                    json ->
                                                                            FakeService.json(
                                                                                    response, json))
                                                            .orElseGet(
                                                                    () ->
                                                                            FakeService.json(
                                                                                    response.status(
                                                                                            401),
                                                                                    "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"no\",\"soft_logout\":true}"));
                                                })
                                : FakeService.json(response, "{}"));
    }

    public static void login(String token, String userId, boolean isAdmin) {
        SESSIONS.put(
                token,
                "{\"user_id\":\"%s\",\"device_id\":\"DEV\",\"is_admin\":%s,\"is_guest\":false,\"internal_token\":\"internal-%s\",\"expires_in_ms\":300000,\"token_hash\":\"x\"}"
                        .formatted(userId, isAdmin, token));
    }

    /** A user whom administrators have locked or suspended. */
    public static void login(String token, String userId, Standing standing) {
        login(token, userId, false);
        SESSIONS.computeIfPresent(
                token,
                (_, session) ->
                        session.replace(
                                "\"is_guest\"", "\"standing\":\"" + standing + "\",\"is_guest\""));
    }

    /**
     * A user whom an application service acts as.
     *
     * @param query what the request has to assert for it, such as {@code @a:s|DEV}; empty for its
     *     sender
     */
    public static void applicationService(
            String token, String query, String userId, boolean isRateLimited) {
        SESSIONS.put(
                query.isEmpty() ? token : token + "|" + query,
                "{\"user_id\":\"%s\",\"is_admin\":false,\"is_guest\":false,\"application_service\":\"irc\",\"is_rate_limited\":%s,\"internal_token\":\"internal-%s\",\"expires_in_ms\":300000,\"token_hash\":\"x\"}"
                        .formatted(userId, isRateLimited, userId));
    }

    /** The token, and what is asserted with it. */
    private static String question(String body) {
        JsonObject question = Json.parseObject(body);
        return Stream.of("access_token", "user_id", "device_id")
                .flatMap(key -> question.string(key).stream())
                .collect(Collectors.joining("|"));
    }

    public static void logout(String token) {
        SESSIONS.remove(token);
    }

    public static int lookUps() {
        return LOOK_UPS.get();
    }
}
