package dev.ganglion.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

class StreamFollowerTest {
    private final AtomicLong maximum = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> ranges = new ArrayList<>();
    private final Sinks.Many<String> hints = Sinks.many().multicast().directBestEffort();

    @Test
    void withoutHintsTheTimerFindsWhatIsNew() {
        withVirtualTime(
                time -> {
                    var follower = followerWithoutHints().from(5).follow(this::note);
                    maximum.set(7);

                    time.advanceTimeBy(Duration.ofMillis(250));

                    assertThat(ranges).containsExactly("5-7");
                    assertThat(follower.position()).isEqualTo(7);
                    follower.dispose();
                });
    }

    @Test
    void aHintIsFollowedAtOnce() {
        withVirtualTime(
                time -> {
                    var follower =
                            followerWithoutHints()
                                    .hints(hints.asFlux(), () -> true)
                                    .follow(this::note);
                    time.advanceTimeBy(Duration.ofMillis(1));
                    maximum.set(3);

                    hints.tryEmitNext("something is new");

                    assertThat(ranges).containsExactly("0-3");
                    follower.dispose();
                });
    }

    @Test
    void withHintsTheTimerSlowsDownToASecond() {
        withVirtualTime(
                time -> {
                    var follower =
                            followerWithoutHints()
                                    .hints(hints.asFlux(), () -> true)
                                    .follow(this::note);
                    time.advanceTimeBy(Duration.ofMillis(10_100));

                    assertThat(asked.get()).isEqualTo(11);
                    follower.dispose();
                });
    }

    @Test
    void aFailedRangeIsReadAgain() {
        withVirtualTime(
                time -> {
                    AtomicInteger attempts = new AtomicInteger();
                    maximum.set(4);
                    var follower =
                            followerWithoutHints()
                                    .follow(
                                            (from, to) ->
                                                    attempts.getAndIncrement() < 2
                                                            ? Mono.error(
                                                                    new IllegalStateException())
                                                            : note(from, to));
                    time.advanceTimeBy(Duration.ofSeconds(2));

                    assertThat(ranges).containsExactly("0-4");
                    follower.dispose();
                });
    }

    @Test
    void aMaximumThatHangsIsGivenUp() {
        withVirtualTime(
                time -> {
                    AtomicInteger attempts = new AtomicInteger();
                    var follower =
                            StreamFollower.of(
                                            "test",
                                            Mono.defer(
                                                    () ->
                                                            attempts.getAndIncrement() == 0
                                                                    ? Mono.never()
                                                                    : Mono.just(2L)))
                                    .follow(this::note);
                    time.advanceTimeBy(Duration.ofSeconds(6));

                    assertThat(ranges).containsExactly("0-2");
                    follower.dispose();
                });
    }

    private StreamFollower.Builder followerWithoutHints() {
        return StreamFollower.of(
                "test",
                Mono.fromSupplier(
                        () -> {
                            asked.incrementAndGet();
                            return maximum.get();
                        }));
    }

    private Mono<Void> note(long from, long to) {
        return Mono.fromRunnable(() -> ranges.add(from + "-" + to));
    }

    private static void withVirtualTime(Consumer<VirtualTimeScheduler> test) {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            test.accept(time);
        } finally {
            VirtualTimeScheduler.reset();
        }
    }
}
