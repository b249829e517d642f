package dev.ganglion.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.gateway.Upstreams;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.Refused;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

@GanglionTest(
        properties = {
            "ganglion.rate-limits=on",
            "ganglion.gateway.limits.join.user.per-second=0.1",
            "ganglion.gateway.limits.join.user.burst=3",
            "ganglion.gateway.limits.login.ip.per-second=0.1",
            "ganglion.gateway.limits.login.ip.burst=4",
            "ganglion.gateway.limits.send.user.per-second=5",
            "ganglion.gateway.limits.send.user.burst=100",
        })
class RateLimitIT {
    @Autowired private WebTestClient web;
    @LocalServerPort private int port;
    @Autowired private LimitSettings settings;
    @Autowired private SharedBuckets buckets;
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
    void anApplicationServiceIsLimitedOnlyWhereItsRegistrationSaysSo() {
        Upstreams.applicationService("as-limits", "", "@_irc_bot:test.local", false);
        Upstreams.applicationService("as-limits", "@_a:test.local", "@_a:test.local", false);
        Upstreams.applicationService("as-limits", "@_b:test.local", "@_b:test.local", true);

        for (int i = 0; i < 10; i++) {
            join("as-limits", "!limits:s").expectStatus().isOk();
            join("as-limits", "!limits:s?user_id=@_a:test.local").expectStatus().isOk();
        }
        for (int i = 0; i < 3; i++) {
            join("as-limits", "!limits:s?user_id=@_b:test.local").expectStatus().isOk();
        }
        join("as-limits", "!limits:s?user_id=@_b:test.local").expectStatus().isEqualTo(429);
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
    void whoChangesAProfileWithoutATokenDoesNotReachTheService() {
        web.put()
                .uri("/_matrix/client/v3/profile/@alice:test.local/displayname")
                .bodyValue("{}")
                .exchange()
                .expectAll(Refused.with(401, "M_MISSING_TOKEN"));

        assertThat(Upstreams.ROOM_1.received()).isEmpty();
        assertThat(Upstreams.ROOM_2.received()).isEmpty();
    }

    @Test
    void tenReportsAreEnoughForOneUser() {
        Upstreams.login("erin-token", "@erin:test.local", false);
        for (int i = 0; i < 10; i++) {
            report("erin-token", "@spammer" + i + ":test.local").expectStatus().isOk();
        }

        report("erin-token", "@spammer:test.local").expectStatus().isEqualTo(429);
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
    @DisplayName("D08: no spelling of a path gives a new budget")
    void d08_noSpellingOfAPathGivesANewBudget() {
        Upstreams.login("dora-token", "@dora:test.local", false);
        List<String> spellings =
                List.of(
                        "/_matrix/client/v3/join/!r:s",
                        "/_matrix/client/v3/%6Aoin/!r:s",
                        "/_matrix/client/v3/join;x=1/!r:s",
                        "/_matrix/client/v3/join/!r:s/",
                        "/_matrix/client/v3/join/!r:s?x=1",
                        "/_matrix/client/v3/JOIN/!r:s",
                        "/_Matrix/client/v3/join/!r:s",
                        "/_matrix/client/v3//join/!r:s",
                        "/_matrix/client/v3/./join/!r:s",
                        "/_matrix/client/r0/join/!r:s",
                        "/_matrix/client/v3/rooms/!r:s/join");
        List<Integer> statuses = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            for (String spelling : spellings) {
                statuses.add(
                        web.post()
                                .uri(URI.create("http://127.0.0.1:" + port + spelling))
                                .header("Authorization", "Bearer dora-token")
                                .bodyValue("{}")
                                .exchange()
                                .returnResult(Void.class)
                                .getStatus()
                                .value());
            }
        }

        assertThat(statuses).containsOnly(200, 404, 429);
        // The burst, and what may flow in during the test.
        assertThat(statuses.stream().filter(status -> status == 200)).hasSizeBetween(3, 4);
    }

    @Test
    @DisplayName("D08: several gateways share one budget")
    void d08_severalGatewaysShareOneBudget() {
        RateLimiter second =
                new RateLimiter(
                        settings,
                        new Leases(Clock.systemUTC()),
                        buckets,
                        new LocalBuckets(Clock.systemUTC()));
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
            await().until(() -> !buckets.isConnected());
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
        await().until(buckets::isConnected);
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

    private WebTestClient.ResponseSpec report(String token, String user) {
        return web.post()
                .uri("/_matrix/client/v3/users/{user}/report", user)
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
