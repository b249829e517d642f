package dev.ganglion.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

class OpenLoopTest {
    @Test
    void startsTheIntendedNumberOfOperationsAndCountsErrorsApart() {
        OpenLoop.Outcome outcome =
                new OpenLoop(1_000, Duration.ofMillis(100))
                        .run(
                                number ->
                                        number % 10 == 0
                                                ? Mono.error(new IllegalStateException())
                                                : Mono.just(number));

        assertThat(outcome.errors().byKind())
                .containsExactly(Map.entry("IllegalStateException", 10L));
        assertThat(outcome.latencies().count()).isEqualTo(90);
    }

    @Test
    void aStallIsChargedToEveryOperationThatItKeptWaiting() {
        AtomicLong stalledUntil = new AtomicLong();

        OpenLoop.Outcome outcome =
                new OpenLoop(1_000, Duration.ofMillis(200))
                        .run(
                                number -> {
                                    long end =
                                            stalledUntil.updateAndGet(
                                                    earlier ->
                                                            earlier == 0
                                                                    ? System.nanoTime()
                                                                            + Duration.ofMillis(150)
                                                                                    .toNanos()
                                                                    : earlier);
                                    while (System.nanoTime() < end) {
                                        Thread.onSpinWait();
                                    }
                                    return Mono.just(number);
                                });

        assertThat(outcome.latencies().at(50)).isGreaterThan(Duration.ofMillis(20));
    }
}
