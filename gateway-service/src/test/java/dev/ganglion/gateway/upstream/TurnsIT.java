package dev.ganglion.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.gateway.FakeService;
import dev.ganglion.gateway.RunningGateway;
import dev.ganglion.gateway.Upstreams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** With turns as {@link RunningGateway} sets them. */
class TurnsIT extends RunningGateway {
    private static final int AT_ONCE = 8;
    private static final int WAITING = 20;

    @Autowired private MeterRegistry meters;

    private final Sinks.Empty<Void> release = Sinks.empty();
    private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void holdMessages() {
        Stream.of(Upstreams.ROOM_1, Upstreams.ROOM_2).forEach(this::hold);
    }

    @AfterEach
    void letAllGo() {
        release.tryEmitEmpty();
        await().until(() -> gauge("under.way") == 0 && gauge("waiting") == 0);
    }

    @Test
    void aReplicaGetsSoManyMessagesAtOnceAndTheOthersWaitForTheirTurn() {
        send(AT_ONCE + WAITING);

        await().until(() -> gauge("waiting") == WAITING);
        assertThat(gauge("under.way")).isEqualTo(AT_ONCE);
        assertThat(received()).isEqualTo(AT_ONCE);

        release.tryEmitEmpty();
        await().until(() -> answers.size() == AT_ONCE + WAITING);
        assertThat(answers).containsOnly(200);
    }

    @Test
    void whereTooManyWaitAlreadyAnotherReplicaIsAsked() {
        send(AT_ONCE + WAITING + 2);

        await().until(() -> received() == AT_ONCE + 2);

        release.tryEmitEmpty();
        await().until(() -> answers.size() == AT_ONCE + WAITING + 2);
        assertThat(answers).containsOnly(200);
    }

    @Test
    void whereTooManyWaitForEveryReplicaTheClientIsToldToTryAgain() {
        int all = 2 * (AT_ONCE + WAITING);

        send(all + 1);

        await().until(() -> List.copyOf(answers).equals(List.of(503)));
    }

    @Test
    void whoWaitsInVainIsToldToTryAgain() {
        send(AT_ONCE + 1);

        await().until(() -> answers.contains(503));
        assertThat(received()).isEqualTo(AT_ONCE);
    }

    @Test
    void aMessageWhoseClientHasGoneLosesItsTurn() {
        send(AT_ONCE);
        await().until(() -> received() == AT_ONCE);
        Disposable gone = send(1);
        await().until(() -> gauge("waiting") == 1);

        gone.dispose();

        await().until(() -> gauge("waiting") == 0);
        release.tryEmitEmpty();
        await().until(() -> answers.size() == AT_ONCE);
        assertThat(received()).isEqualTo(AT_ONCE);
    }

    @Test
    void whoReadsWaitsForNoTurn() {
        send(AT_ONCE + 1);
        await().until(() -> gauge("waiting") == 1);

        assertThat(request(HttpMethod.GET, "/_matrix/client/v3/rooms/!r:s/state").block())
                .isEqualTo(200);
    }

    /** Reads are answered at once, all else when the test lets it. */
    private void hold(FakeService replica) {
        replica.behave(
                (request, response) ->
                        request.method().equals(HttpMethod.GET)
                                ? FakeService.json(response, "{}")
                                : release.asMono()
                                        .then(Mono.defer(() -> FakeService.json(response, "{}"))));
    }

    private static int received() {
        return Upstreams.ROOM_1.received().size() + Upstreams.ROOM_2.received().size();
    }

    private double gauge(String state) {
        return meters.find("ganglion.gateway.sends." + state).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    /** Into one room, and so to one replica as long as it takes them. */
    private Disposable send(int messages) {
        return Flux.range(0, messages)
                .flatMap(
                        number ->
                                request(
                                        HttpMethod.PUT,
                                        "/_matrix/client/v3/rooms/!r:s/send/m.room.message/"
                                                + number),
                        messages)
                .subscribe(answers::add);
    }

    private Mono<Integer> request(HttpMethod method, String path) {
        return HttpClient.newConnection()
                .headers(headers -> headers.set("Authorization", "Bearer alice-token"))
                .request(method)
                .uri(url(path).toString())
                .send(
                        (request, outbound) ->
                                method.equals(HttpMethod.GET)
                                        ? outbound
                                        : outbound.send(Mono.fromSupplier(TurnsIT::body)))
                .responseSingle(
                        (response, body) ->
                                body.asByteArray().then(Mono.just(response.status().code())));
    }

    private static ByteBuf body() {
        return Unpooled.copiedBuffer("{}", StandardCharsets.UTF_8);
    }
}
