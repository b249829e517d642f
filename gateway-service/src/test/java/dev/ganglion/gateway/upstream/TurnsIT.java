package dev.ganglion.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.gateway.FakeService;
import dev.ganglion.gateway.RunningGateway;
import dev.ganglion.gateway.Upstreams;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

class TurnsIT extends RunningGateway {
    private static final int AT_ONCE = 8;
    private static final int REQUESTS = 30;

    private final Sinks.Empty<Void> release = Sinks.empty();

    @AfterEach
    void letAllGo() {
        release.tryEmitEmpty();
    }

    @Test
    void aReplicaOfRoomServiceGetsSoManyRequestsAtOnceAndTheOthersWaitForTheirTurn() {
        Stream.of(Upstreams.ROOM_1, Upstreams.ROOM_2).forEach(this::hold);

        Mono<List<Integer>> answers = sendIntoOneRoom();
        answers.subscribe();
        await().until(() -> received() == AT_ONCE);
        await().during(Duration.ofMillis(300)).until(() -> received() == AT_ONCE);

        release.tryEmitEmpty();
        assertThat(answers.block()).hasSize(REQUESTS).containsOnly(200);
    }

    @Test
    void longPollsWaitForNoTurn() {
        hold(Upstreams.SYNC);

        poll().subscribe();

        await().until(() -> Upstreams.SYNC.received().size() == REQUESTS);
    }

    private void hold(FakeService service) {
        service.behave(
                (_, response) ->
                        release.asMono().then(Mono.defer(() -> FakeService.json(response, "{}"))));
    }

    private static int received() {
        return Upstreams.ROOM_1.received().size() + Upstreams.ROOM_2.received().size();
    }

    private Mono<List<Integer>> sendIntoOneRoom() {
        return Flux.range(0, REQUESTS)
                .flatMap(number -> get("/_matrix/client/v3/rooms/!r:s/state"), REQUESTS)
                .collectList()
                .cache();
    }

    private Flux<Integer> poll() {
        return Flux.range(0, REQUESTS)
                .flatMap(number -> get("/_matrix/client/v3/sync?timeout=30000"), REQUESTS);
    }

    private Mono<Integer> get(String path) {
        return HttpClient.newConnection()
                .headers(headers -> headers.set("Authorization", "Bearer alice-token"))
                .get()
                .uri(url(path).toString())
                .response()
                .map(response -> response.status().code());
    }
}
