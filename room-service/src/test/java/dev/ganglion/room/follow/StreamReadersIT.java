package dev.ganglion.room.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.room.RoomOfAlice;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class StreamReadersIT extends RoomOfAlice {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired private StreamReaders readers;
    @Autowired private StreamCursors cursors;
    @Autowired private TransactionalOperator transaction;
    @Autowired private MeterRegistry meters;

    @Test
    void aReaderGoesOnWhereItWasLeftAndNothingIsReadTwice() {
        Recorder first = new Recorder("1");
        reads(first);
        alice.sends(room, word, "t1");
        Recorder second = new Recorder("1");
        reads(second);

        assertThat(first.cleared).hasValue(1);
        assertThat(second.cleared).hasValue(0);
        assertThat(second.starts.getFirst()).isEqualTo(first.reached());
    }

    @Test
    void aReaderThatBuildsDifferentlyBeginsAnew() {
        reads(new Recorder("1"));
        Recorder other = new Recorder("2");
        reads(other);

        assertThat(other.cleared).hasValue(1);
        assertThat(other.starts.getFirst()).isZero();
    }

    @Test
    void whatFailsIsReadAgain() {
        Recorder failing = new Recorder("1");
        failing.failures.set(2);

        reads(failing);

        assertThat(failing.starts.subList(0, 3)).containsOnly(0L);
    }

    /** Until everything has been read. */
    private void reads(Recorder reader) {
        Disposable running = readers.run(reader);
        await().atMost(SOON).until(() -> reader.reached() == last());
        assertThat(
                        meters.get("ganglion." + reader.name().replace('-', '.') + ".lag.events")
                                .gauge())
                .isNotNull();
        running.dispose();
        await().atMost(SOON).until(() -> !reader.isReading);
    }

    private long last() {
        return Objects.requireNonNull(cursors.last().block());
    }

    /** Remembers from where it was asked to read, in steps of seven positions. */
    private final class Recorder implements StreamReader {
        private final List<Long> starts = new CopyOnWriteArrayList<>();
        private final AtomicInteger cleared = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final String form;
        private volatile long reached = -1;
        private volatile boolean isReading;

        Recorder(String form) {
            this.form = form;
        }

        long reached() {
            return reached;
        }

        @Override
        public String name() {
            return "recorder-" + word;
        }

        @Override
        public String form() {
            return form;
        }

        @Override
        public Mono<Void> clear() {
            return Mono.fromRunnable(cleared::incrementAndGet);
        }

        @Override
        public Mono<Long> read(long after, long upTo) {
            starts.add(after);
            if (failures.getAndDecrement() > 0) {
                return Mono.error(new IllegalStateException("as the test wants"));
            }
            long to = Math.min(after + 7, upTo);
            return cursors.advance(name(), after, to)
                    .as(transaction::transactional)
                    .thenReturn(to)
                    .doOnSubscribe(_ -> isReading = true)
                    .doOnNext(value -> reached = value)
                    .doFinally(_ -> isReading = false);
        }
    }
}
