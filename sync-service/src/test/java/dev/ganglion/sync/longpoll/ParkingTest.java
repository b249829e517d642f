package dev.ganglion.sync.longpoll;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebFilterChain;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;
import reactor.test.publisher.TestPublisher;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

class ParkingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MockServerWebExchange exchange =
            MockServerWebExchange.from(MockServerHttpRequest.get("/"));
    private final Parking parking = new Parking();
    private final Sinks.One<Publisher<byte[]>> answer = Sinks.one();
    private final AtomicBoolean isHandled = new AtomicBoolean();
    private final WebFilterChain handler =
            request ->
                    Mono.<Void>fromRunnable(() -> Parking.answerLater(request, answer.asMono()))
                            .doFinally(_ -> isHandled.set(true));

    @Test
    void theHandlerIsThroughWhileTheAnswerIsWaitedFor() {
        Disposable request = parking.filter(exchange, handler).subscribe();

        assertThat(isHandled).isTrue();
        assertThat(request.isDisposed()).isFalse();
        assertThat(exchange.getResponse().isCommitted()).isFalse();
    }

    @Test
    void anAnswerInOnePieceIsWrittenWithItsLength() {
        answer.tryEmitValue(Mono.just(bytes("{\"a\":1}"))).orThrow();

        parking.filter(exchange, handler).block(PATIENCE);

        assertThat(exchange.getResponse().getHeaders().getContentType())
                .isEqualTo(MediaType.APPLICATION_JSON);
        assertThat(exchange.getResponse().getHeaders().getContentLength()).isEqualTo(7);
        assertThat(exchange.getResponse().getBodyAsString().block(PATIENCE)).isEqualTo("{\"a\":1}");
    }

    @Test
    void anAnswerInPartsIsWrittenPartByPart() {
        answer.tryEmitValue(Flux.just(bytes("{\"a\""), bytes(":1}"))).orThrow();

        parking.filter(exchange, handler).block(PATIENCE);

        assertThat(exchange.getResponse().getHeaders().getContentLength()).isEqualTo(-1);
        assertThat(exchange.getResponse().getBodyAsString().block(PATIENCE)).isEqualTo("{\"a\":1}");
    }

    @Test
    void aRefusalBeforeTheFirstPartLeavesTheResponseToWhoeverRendersIt() {
        IllegalStateException refusal = new IllegalStateException("refused");
        answer.tryEmitValue(Flux.error(refusal)).orThrow();

        StepVerifier.create(parking.filter(exchange, handler))
                .expectErrorMatches(refusal::equals)
                .verify(PATIENCE);
        assertThat(exchange.getResponse().isCommitted()).isFalse();
    }

    @Test
    void whoeverGoesAwayCancelsTheAnswer() {
        TestPublisher<Publisher<byte[]>> slow = TestPublisher.create();
        WebFilterChain parked =
                request -> Mono.fromRunnable(() -> Parking.answerLater(request, slow.mono()));

        parking.filter(exchange, parked).subscribe().dispose();

        slow.assertCancelled();
    }

    @Test
    void whatIsNotParkedIsLeftAlone() {
        PublisherProbe<Void> other = PublisherProbe.empty();

        parking.filter(exchange, _ -> other.mono()).block(PATIENCE);

        other.assertWasSubscribed();
        assertThat(exchange.getResponse().isCommitted()).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
