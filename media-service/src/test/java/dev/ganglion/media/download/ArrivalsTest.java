package dev.ganglion.media.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.media.catalog.ContentType;
import dev.ganglion.media.catalog.MediaItem;
import dev.ganglion.media.storage.FileKey;
import dev.ganglion.protocol.identifier.UserId;

import org.junit.jupiter.api.Test;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class ArrivalsTest {
    private static final UserId ALICE = UserId.parse("@alice:test.local");
    private static final UserId BOB = UserId.parse("@bob:test.local");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger looks = new AtomicInteger();
    private volatile MediaItem item =
            new MediaItem.Pending("m", ALICE, Instant.now().plusSeconds(60));
    private final Arrivals arrivals =
            new Arrivals(
                    _ ->
                            Mono.fromSupplier(
                                    () -> {
                                        looks.incrementAndGet();
                                        return item;
                                    }),
                    Duration.ofMillis(100),
                    Clock.systemUTC());

    @Test
    void manyWhoWaitForOneIdLookTogether() {
        var readers =
                Flux.range(0, 1_000)
                        .map(i -> UserId.parse("@reader" + i + ":test.local"))
                        .flatMap(reader -> arrivals.await(reader, "m", LONG), 1_000)
                        .count()
                        .toFuture();
        MediaItem stored =
                new MediaItem.Stored(
                        "m",
                        ALICE,
                        new FileKey("a".repeat(32)),
                        1,
                        ContentType.OCTET_STREAM,
                        Optional.empty());
        Mono.delay(Duration.ofMillis(250)).doOnNext(_ -> item = stored).block(LONG);

        assertThat(readers.join()).isEqualTo(1_000);
        assertThat(looks).hasValueBetween(1, 10);
    }

    @Test
    void whenTheLastHasGoneNobodyLooks() {
        assertThatThrownBy(() -> arrivals.await(ALICE, "m", Duration.ofMillis(250)).block(LONG))
                .hasMessageContaining("not been uploaded yet");
        int looked = looks.get();

        Mono.delay(Duration.ofMillis(300)).block(LONG);

        assertThat(looked).isPositive();
        assertThat(looks).hasValue(looked);
    }

    @Test
    void aUserWhoWaitsTooOftenHearsSoAtOnce() {
        var waiting =
                Flux.range(0, Arrivals.MAX_WAITING_OF_A_USER)
                        .flatMap(i -> arrivals.await(ALICE, "m" + i, LONG), 1_000)
                        .subscribe();

        assertThatThrownBy(() -> arrivals.await(ALICE, "m", LONG).block(Duration.ofSeconds(10)))
                .hasMessageContaining("not been uploaded yet");
        var bob = arrivals.await(BOB, "m", LONG).toFuture();
        assertThat(bob).isNotDone();

        waiting.dispose();
        var again = arrivals.await(ALICE, "m", LONG).toFuture();
        assertThat(again).isNotDone();
        bob.cancel(true);
        again.cancel(true);
    }

    @Test
    void contentThatNeverComesIsUnknown() {
        item = new MediaItem.Pending("m", ALICE, Instant.now().minusSeconds(1));

        assertThatThrownBy(() -> arrivals.await(ALICE, "m", LONG).block(LONG))
                .hasMessageContaining("no such media");
    }
}
