package dev.ganglion.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;

import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.util.ArrayList;
import java.util.List;

class ToItsEndTest {
    private final List<Integer> leftOver = new ArrayList<>();

    @Test
    void whoStaysGetsAllOfIt() {
        List<Integer> seen = new ToItsEnd<>(Flux.range(1, 4), leftOver::add).collectList().block();

        assertThat(seen).containsExactly(1, 2, 3, 4);
        assertThat(leftOver).isEmpty();
    }

    @Test
    void whoWantsOneHasItBeforeItIsLeftOver() {
        Mono<List<Integer>> leftOverSoFar =
                Mono.from(new ToItsEnd<>(Flux.range(1, 4), leftOver::add))
                        .map(_ -> List.copyOf(leftOver));

        assertThat(leftOverSoFar.block()).isEmpty();
        assertThat(leftOver).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whoGoesBetweenTwoLeavesTheLatestAndWhatIsStillToCome() {
        Sinks.Many<Integer> source = Sinks.many().unicast().onBackpressureBuffer();
        var reader = new OneAtATime();
        new ToItsEnd<>(source.asFlux(), leftOver::add).subscribe(reader);
        source.tryEmitNext(1).orThrow();
        source.tryEmitNext(2).orThrow();

        reader.cancel();
        source.tryEmitNext(3).orThrow();
        source.tryEmitError(new IllegalStateException("Told to nobody")).orThrow();

        assertThat(reader.seen).containsExactly(1);
        assertThat(leftOver).containsExactly(1, 2, 3);
    }

    private static final class OneAtATime extends BaseSubscriber<Integer> {
        private final List<Integer> seen = new ArrayList<>();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(1);
        }

        @Override
        protected void hookOnNext(Integer next) {
            seen.add(next);
        }
    }
}
