package dev.ganglion.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.gateway.FakeService;
import dev.ganglion.gateway.RunningGateway;
import dev.ganglion.gateway.Upstreams;
import dev.ganglion.testing.GanglionTest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Services may be silent for longer than messages wait, so that nothing ends by itself. */
@GanglionTest(
        properties = {
            "ganglion.rate-limits=off",
            "ganglion.upstream.response=30s",
            "ganglion.upstream.sends.at-once=8",
            "ganglion.upstream.sends.waiting=20",
            "ganglion.upstream.sends.patience=5s",
            "ganglion.upstream.sends.memory=100KB"
        })
class TurnsIT extends RunningGateway {
    private static final int AT_ONCE = 8;
    private static final int WAITING = 20;

    @Autowired private MeterRegistry meters;

    @Autowired
    @Qualifier("turns")
    private ConnectionProvider turns;

    private final Sinks.Empty<Void> release = Sinks.empty();
    private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void holdMessages() {
        await().until(() -> replicasThatServe50Rooms() == 2);
        Stream.of(Upstreams.ROOM_1, Upstreams.ROOM_2).forEach(this::hold);
    }

    @AfterEach
    void letAllGo() {
        release.tryEmitEmpty();
        await().until(() -> gauge("under.way") == 0 && gauge("waiting") == 0);
        assertThat(meters.get("ganglion.gateway.held.bytes").gauge().value()).isZero();
    }

    @Test
    void aReplicaGetsSoManyMessagesAtOnceAndTheOthersWaitForTheirTurn() {
        send(AT_ONCE + WAITING);

        await().until(() -> gauge("waiting") == WAITING);
        await().until(() -> received() == AT_ONCE);
        assertThat(gauge("under.way")).isEqualTo(AT_ONCE);

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
        await().until(() -> received() == 2 * AT_ONCE);
    }

    @Test
    void noneIsHandedOnToAReplicaThatIsDown() {
        Upstreams.ROOM_2.setReady(false);
        await().until(() -> replicasThatServe50Rooms() == 1);

        send(AT_ONCE + WAITING + 1);

        await().until(() -> List.copyOf(answers).equals(List.of(503)));
        assertThat(received()).isEqualTo(AT_ONCE);
    }

    @Test
    void whoWaitsForAReplicaThatGoesDownIsHandedOn() {
        send(AT_ONCE + 1);
        await().until(() -> gauge("waiting") == 1);

        fullReplica().setReady(false);

        await().until(() -> received() == AT_ONCE + 1);
    }

    @Test
    void whoWaitsInVainIsToldToTryAgain() {
        send(AT_ONCE);
        await().until(() -> received() == AT_ONCE);

        StepVerifier.create(
                        message("last", Mono.fromSupplier(() -> body(2)))
                                .map(answer -> answer.responseHeaders().contains("Retry-After")))
                .expectNext(true)
                .verifyComplete();
        assertThat(received()).isEqualTo(AT_ONCE);
        assertThat(meters.get("ganglion.gateway.upstream.refused").tag("service", "room").counter())
                .satisfies(refused -> assertThat(refused.count()).isPositive());
    }

    @Test
    void aMessageWithoutALengthWaitsForItsTurnToo() {
        send(AT_ONCE);
        await().until(() -> received() == AT_ONCE);

        message("chunked", Flux.just(1, 1).map(TurnsIT::body))
                .subscribe(answer -> answers.add(answer.status().code()));

        await().until(() -> gauge("waiting") == 1);
    }

    @Test
    void moreBytesThanTheGatewayMayHoldAreRefused() {
        for (int number = 0; number < 3; number++) {
            message("large" + number, Mono.fromSupplier(() -> body(40_000)))
                    .subscribe(answer -> answers.add(answer.status().code()));
        }

        await().until(() -> List.copyOf(answers).equals(List.of(503)));
        assertThat(received()).isEqualTo(2);
    }

    @Test
    void nothingIsToldOfAReplicaThatHasGone() {
        send(1);
        await().until(() -> received() == 1);
        release.tryEmitEmpty();
        await().until(() -> answers.size() == 1);

        Stream.of(Upstreams.ROOM_1, Upstreams.ROOM_2)
                .map(
                        replica ->
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(), replica.port()))
                .forEach(turns::disposeWhen);

        await().until(() -> meters.find("ganglion.gateway.sends.under.way").gauges().isEmpty());
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

        assertThat(read(Mono.empty())).isEqualTo(200);
        assertThat(read(Mono.fromSupplier(() -> body(2)))).isEqualTo(200);
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

    private static FakeService fullReplica() {
        return Upstreams.ROOM_1.received().isEmpty() ? Upstreams.ROOM_2 : Upstreams.ROOM_1;
    }

    /** How many replicas are used for that many rooms. */
    private long replicasThatServe50Rooms() {
        Stream.of(Upstreams.ROOM_1, Upstreams.ROOM_2).forEach(FakeService::forget);
        Flux.range(0, 50)
                .concatMap(
                        room ->
                                request(
                                        HttpMethod.GET,
                                        "/_matrix/client/v3/rooms/!r" + room + ":s/state",
                                        Mono.empty()))
                .blockLast();
        long used =
                Stream.of(Upstreams.ROOM_1, Upstreams.ROOM_2)
                        .filter(replica -> !replica.received().isEmpty())
                        .count();
        Stream.of(Upstreams.ROOM_1, Upstreams.ROOM_2).forEach(FakeService::forget);
        return used;
    }

    /** Into one room, and so to one replica as long as it takes them. */
    private Disposable send(int messages) {
        return Flux.range(0, messages)
                .flatMap(
                        number -> message("m" + number, Mono.fromSupplier(() -> body(2))), messages)
                .subscribe(answer -> answers.add(answer.status().code()));
    }

    private int read(Publisher<ByteBuf> body) {
        return Objects.requireNonNull(
                        request(HttpMethod.GET, "/_matrix/client/v3/rooms/!r:s/state", body)
                                .block())
                .status()
                .code();
    }

    private Mono<HttpClientResponse> message(String transactionId, Publisher<ByteBuf> body) {
        return request(
                HttpMethod.PUT,
                "/_matrix/client/v3/rooms/!r:s/send/m.room.message/" + transactionId,
                body);
    }

    private Mono<HttpClientResponse> request(
            HttpMethod method, String path, Publisher<ByteBuf> body) {
        return HttpClient.newConnection()
                .headers(headers -> headers.set("Authorization", "Bearer alice-token"))
                .request(method)
                .uri(url(path).toString())
                .send(body)
                .responseSingle((response, content) -> content.then(Mono.just(response)));
    }

    private static ByteBuf body(int bytes) {
        return Unpooled.wrappedBuffer(new byte[bytes]);
    }
}
