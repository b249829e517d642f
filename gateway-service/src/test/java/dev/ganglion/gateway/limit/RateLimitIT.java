package dev.ganglion.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.gateway.Upstreams;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.infrastructure.Infrastructure;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;

@GanglionTest(
        properties = {
            "ganglion.rate-limits=on",
            "ganglion.gateway.limits.join.user.per-second=0.1",
            "ganglion.gateway.limits.join.user.burst=3",
            "ganglion.gateway.limits.join.room.per-second=0.1",
            "ganglion.gateway.limits.join.room.burst=10",
            "ganglion.gateway.limits.login.ip.per-second=0.1",
            "ganglion.gateway.limits.login.ip.burst=4",
            "ganglion.gateway.limits.send.user.per-second=5",
            "ganglion.gateway.limits.send.user.burst=100",
        })
class RateLimitIT {
    @Autowired private WebTestClient web;
    @LocalServerPort private int port;
    @Autowired private LimitSettings settings;
    @Autowired private SharedBuckets shared;
    @Autowired private LimitRedis redis;
    @Autowired private RateLimiter limiter;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry registry) {
        Upstreams.register(registry);
    }

    @BeforeEach
    void resetServices() {
        Upstreams.reset();
    }

    @Test
    void overTheLimitIsLimitExceededWithWhenToComeBack() {
        String[] spellings = {"!r:s", "%21r:s", "!r%3As"};
        for (String room : spellings) {
            join("alice-token", room).expectStatus().isOk();
        }

        join("alice-token", "!other:s")
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .exists("Retry-After")
                .expectHeader()
                .valueEquals("Access-Control-Allow-Origin", "*")
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_LIMIT_EXCEEDED")
                .jsonPath("$.retry_after_ms")
                .isNumber();
        Upstreams.login("bob-token", "@bob:test.local", false);
        join("bob-token", "!r:s").expectStatus().isOk();
    }

    @Test
    @DisplayName("D08: header spoofing does not give a new budget")
    void d08_headerSpoofingDoesNotGiveANewBudget() {
        for (int i = 0; i < 4; i++) {
            login("198.51.100." + i).expectStatus().isOk();
        }

        login("203.0.113.9").expectStatus().isEqualTo(429);
    }

    @Test
    @DisplayName("D08: who is refused does not use up the room of the others")
    void d08_whoIsRefusedDoesNotUseUpTheRoom() {
        long mallory = joins("@mallory:test.local", 20);
        long others = joins("@eve:test.local", 3) + joins("@frank:test.local", 3);

        assertThat(mallory).isEqualTo(3);
        assertThat(others).isEqualTo(6);
    }

    @Test
    @DisplayName("D08: changing a profile costs as much as sending")
    void d08_whoWritesWhatAnyoneMayReadPaysForWriting() {
        Upstreams.login("grace-token", "@grace:test.local", false);
        for (int i = 0; i < 200; i++) {
            admitted(limiter, subject().withUser("@grace:test.local", null)).block();
        }

        profile("grace-token").expectStatus().isEqualTo(429);
        web.get()
                .uri("/_matrix/client/v3/profile/@grace:test.local")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    @DisplayName("D08: several gateways share one budget")
    void d08_severalGatewaysShareOneBudget() {
        RateLimiter second = anotherGateway();
        Subject carol = subject().withUser("@carol:test.local", null);

        long admitted =
                Objects.requireNonNull(
                        Flux.range(0, 300)
                                .concatMap(i -> admitted(i % 2 == 0 ? limiter : second, carol))
                                .filter(Boolean::booleanValue)
                                .count()
                                .block());

        // What flows in during the test, and at most a lease of each gateway lost.
        assertThat(admitted).isBetween(85L, 150L);
    }

    @Test
    @DisplayName("D08, P5: with Redis gone the limits are stricter, and back when it is back")
    void d08_withRedisGoneTheLimitsAreStricter() {
        Infrastructure.shared().redis().stop();
        try {
            await().until(() -> redis.connection().isEmpty());
            Subject dave = subject().withUser("@dave:test.local", null);

            long admitted =
                    Objects.requireNonNull(
                            Flux.range(0, 200)
                                    .concatMap(i -> admitted(limiter, dave))
                                    .filter(Boolean::booleanValue)
                                    .count()
                                    .block());

            assertThat(admitted).isBetween(50L, 75L);
        } finally {
            Infrastructure.shared().redis().start();
        }
        await().until(() -> redis.connection().isPresent());
    }

    /** How many are admitted, each at a gateway that knows of nothing yet. */
    private long joins(String user, int attempts) {
        Subject joining = subject().withUser(user, null).withRoom("!besieged:test.local");
        return Objects.requireNonNull(
                Flux.range(0, attempts)
                        .concatMap(
                                _ ->
                                        anotherGateway()
                                                .admit(LimitClass.JOIN, joining)
                                                .thenReturn(1)
                                                .onErrorResume(_ -> Mono.empty()))
                        .count()
                        .block());
    }

    private RateLimiter anotherGateway() {
        return new RateLimiter(
                settings,
                new Leases(Clock.systemUTC()),
                shared,
                new LocalBuckets(Clock.systemUTC()));
    }

    private static Mono<Boolean> admitted(RateLimiter limiter, Subject subject) {
        return Mono.defer(() -> limiter.admit(LimitClass.SEND, subject))
                .thenReturn(true)
                .onErrorReturn(false);
    }

    private static Subject subject() {
        return Subject.of(InetAddress.getLoopbackAddress());
    }

    private WebTestClient.ResponseSpec join(String token, String room) {
        return web.post()
                .uri(URI.create("http://127.0.0.1:" + port + "/_matrix/client/v3/join/" + room))
                .header("Authorization", "Bearer " + token)
                .bodyValue("{}")
                .exchange();
    }

    private WebTestClient.ResponseSpec profile(String token) {
        return web.put()
                .uri("/_matrix/client/v3/profile/@grace:test.local/displayname")
                .header("Authorization", "Bearer " + token)
                .bodyValue("{}")
                .exchange();
    }

    private WebTestClient.ResponseSpec login(String forwardedFor) {
        return web.post()
                .uri("/_matrix/client/v3/login")
                .header("X-Forwarded-For", forwardedFor)
                .bodyValue("{}")
                .exchange();
    }
}
