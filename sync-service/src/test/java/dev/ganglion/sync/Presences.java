package dev.ganglion.sync;

import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.InternalIdentity;
import dev.ganglion.testing.infrastructure.Infrastructure;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Two replicas of sync-service that tell of presence, and how tests follow it. */
final class Presences {
    static final String STATUS = "/presence/{user}/status";

    /** The members of the largest rooms that spread it. */
    static final int ROOM_MEMBERS = 6;

    static final Duration INTERVAL = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<ConfigurableApplicationContext> replicas;

    private Presences(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("ganglion.presence.enabled", true);
        settings.put("ganglion.presence.offline-after", "3s");
        settings.put("ganglion.presence.interval", INTERVAL.toMillis() + "ms");
        settings.put("ganglion.presence.window", "100ms");
        settings.put("ganglion.presence.room-members", ROOM_MEMBERS);
        settings.putAll(more);
        this.replicas =
                List.of(Suite.shared().startSync(settings), Suite.shared().startSync(settings));
    }

    /** Nobody becomes idle while a test lasts. */
    static Presences shared() {
        return Holder.PATIENT;
    }

    /** Whoever does nothing is idle soon. */
    static Presences quick() {
        return Holder.QUICK;
    }

    TestUser user(String name) {
        return Suite.shared().user(name, replicas);
    }

    /** The same at the other replica. */
    TestUser atSecond(TestUser user) {
        return user.at(Suite.port(replicas.get(1)));
    }

    /** As auth-service asks for it. */
    void erases(TestUser user) {
        InternalIdentity auth =
                InternalIdentity.read(Infrastructure.shared().keys().resolve("auth.jwk"));
        WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + Suite.port(replicas.getFirst()))
                .build()
                .post()
                .uri("/internal/users/{user}/erase", user.id())
                .header(InternalHeaders.SERVICE_TOKEN, auth.services().forTarget("sync"))
                .exchange()
                .expectStatus()
                .isOk();
    }

    /** How far a counter of the first replica has come. */
    double count(String counter) {
        return replicas.getFirst().getBean(MeterRegistry.class).get(counter).counter().count();
    }

    /** A room of these users. */
    static String room(TestUser creator, TestUser... others) {
        String room = creator.createsRoom(others);
        for (TestUser other : others) {
            other.joins(room);
        }
        return room;
    }

    static void sets(TestUser user, String state) {
        user.sync(HttpMethod.PUT, STATUS, "{\"presence\":\"%s\"}".formatted(state), user.id());
    }

    static void sets(TestUser user, String state, String message) {
        user.sync(
                HttpMethod.PUT,
                STATUS,
                "{\"presence\":\"%s\",\"status_msg\":\"%s\"}".formatted(state, message),
                user.id());
    }

    /**
     * Waits on, unnoticed, until the reader has been told of such a presence; answers the response
     * that told it, which may be the one that there is.
     */
    static SyncResult awaitTold(
            TestUser reader, SyncResult before, TestUser user, Predicate<JsonObject> isMeant) {
        if (before.presence(user).filter(isMeant).isPresent()) {
            return before;
        }
        SyncResult[] last = {before};
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> {
                            last[0] =
                                    reader.syncs(
                                            "set_presence=offline&timeout=500&since="
                                                    + last[0].nextBatch());
                            return last[0];
                        },
                        sync -> sync.presence(user).filter(isMeant).isPresent());
    }

    static SyncResult awaitTold(TestUser reader, SyncResult before, TestUser user, String state) {
        return awaitTold(reader, before, user, is(state));
    }

    static Predicate<JsonObject> is(String state) {
        return content -> content.string("presence").equals(Optional.of(state));
    }

    private static final class Holder {
        static final Presences PATIENT = new Presences(Map.of());
        static final Presences QUICK =
                new Presences(
                        Map.of(
                                "ganglion.redis.prefix", "quick-" + UUID.randomUUID() + ":",
                                "ganglion.presence.active-for", "1s",
                                "ganglion.presence.idle-after", "3s"));
    }
}
