package dev.ganglion.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.gateway.FakeService;
import dev.ganglion.gateway.RunningGateway;
import dev.ganglion.gateway.Upstreams;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class ReplicasIT extends RunningGateway {
    private boolean isRoom1Stopped;

    @AfterEach
    void startAll() {
        Upstreams.reset();
        if (isRoom1Stopped) {
            Upstreams.ROOM_1.restart();
        }
        await().untilAsserted(() -> assertThat(replicasUsed()).isEqualTo(2));
    }

    @Test
    @DisplayName("P4: a replica that is away fails no request, whatever its method")
    void p4_aReplicaThatIsAwayFailsNoRequest() {
        stopRoom1();

        for (int i = 0; i < 30; i++) {
            send("!room" + i + ":s").expectStatus().isOk();
            create().expectStatus().isOk();
        }
    }

    @Test
    @DisplayName("P4: a connection that breaks under a send is no failure")
    void p4_aConnectionThatBreaksUnderASendIsNoFailure() {
        AtomicInteger broken = new AtomicInteger();
        breakAtFirst(broken);

        for (int i = 0; i < 10; i++) {
            broken.set(0);
            send("!room" + i + ":s").expectStatus().isOk().expectBody().json("{\"received\":2}");
            assertThat(broken.get()).isEqualTo(2);
        }
    }

    @Test
    void aPostWhoseConnectionBreaksIsNotRepeatedButMayBe() {
        AtomicInteger attempts = new AtomicInteger();
        breakAtFirst(attempts);

        create().expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists("Retry-After")
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_UNKNOWN");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void withAllReplicasAwayTheAnswerIsToTryAgain() {
        stopRoom1();
        Upstreams.ROOM_2.stop();
        try {
            send("!r:s")
                    .expectStatus()
                    .isEqualTo(503)
                    .expectHeader()
                    .exists("Retry-After")
                    .expectHeader()
                    .valueEquals("Access-Control-Allow-Origin", "*");
        } finally {
            Upstreams.ROOM_2.restart();
        }
        await().untilAsserted(() -> send("!r:s").expectStatus().isOk());
    }

    @Test
    @DisplayName("P4: a replica that says it is going gets nothing new")
    void p4_aReplicaThatSaysItIsGoingGetsNothingNew() {
        Upstreams.ROOM_1.setReady(false);

        await().untilAsserted(() -> assertThat(replicasUsed()).isEqualTo(1));
        Upstreams.ROOM_1.setReady(true);
    }

    @Test
    void aServiceThatIsSilentForTooLongIsNotWaitedFor() {
        Upstreams.MEDIA.behave((_, _) -> Mono.never());

        web.get()
                .uri("/_matrix/media/v3/config")
                .header("Authorization", "Bearer alice-token")
                .exchange()
                .expectStatus()
                .isEqualTo(504)
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_UNKNOWN");
    }

    @Test
    void aLongPollGetsTheTimeItAskedFor() {
        Upstreams.SYNC.behave(
                (_, response) ->
                        Mono.delay(Duration.ofSeconds(3))
                                .then(Mono.defer(() -> FakeService.json(response, "{}"))));

        web.get()
                .uri("/_matrix/client/v3/sync?timeout=3000")
                .header("Authorization", "Bearer alice-token")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void aClientThatGoesAwayEndsItsRequest() {
        AtomicBoolean isOver = new AtomicBoolean();
        Upstreams.SYNC.behave(
                (request, _) -> {
                    request.withConnection(
                            connection -> connection.onDispose(() -> isOver.set(true)));
                    return Mono.never();
                });

        var poll =
                HttpClient.newConnection()
                        .headers(headers -> headers.set("Authorization", "Bearer alice-token"))
                        .get()
                        .uri(url("/_matrix/client/v3/sync?timeout=30000").toString())
                        .response()
                        .subscribe();
        await().until(() -> !Upstreams.SYNC.received().isEmpty());
        poll.dispose();

        await().atMost(Duration.ofSeconds(3)).untilTrue(isOver);
    }

    private static void breakAtFirst(AtomicInteger attempts) {
        for (FakeService replica : new FakeService[] {Upstreams.ROOM_1, Upstreams.ROOM_2}) {
            replica.behave(
                    (request, response) ->
                            attempts.incrementAndGet() == 1
                                    ? breakOff(request)
                                    : echo(request, response));
        }
    }

    private static Mono<Void> breakOff(HttpServerRequest request) {
        return request.receive()
                .aggregate()
                .then(
                        Mono.fromRunnable(
                                () -> request.withConnection(connection -> connection.dispose())));
    }

    private static Mono<Void> echo(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asString()
                .flatMap(
                        body -> FakeService.json(response, "{\"received\":" + body.length() + "}"));
    }

    private void stopRoom1() {
        Upstreams.ROOM_1.stop();
        isRoom1Stopped = true;
    }

    /** How many of the two replicas get some of twenty rooms. */
    private long replicasUsed() {
        Upstreams.ROOM_1.forget();
        Upstreams.ROOM_2.forget();
        for (int i = 0; i < 20; i++) {
            send("!room" + i + ":s");
        }
        return Stream.of(Upstreams.ROOM_1, Upstreams.ROOM_2)
                .filter(replica -> !replica.received().isEmpty())
                .count();
    }

    private WebTestClient.ResponseSpec send(String room) {
        return web.put()
                .uri(url("/_matrix/client/v3/rooms/" + room + "/send/m.room.message/t1"))
                .header("Authorization", "Bearer alice-token")
                .bodyValue("{}")
                .exchange();
    }

    private WebTestClient.ResponseSpec create() {
        return web.post()
                .uri("/_matrix/client/v3/createRoom")
                .header("Authorization", "Bearer alice-token")
                .bodyValue("{}")
                .exchange();
    }
}
