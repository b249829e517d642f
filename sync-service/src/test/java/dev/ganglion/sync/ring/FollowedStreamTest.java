package dev.ganglion.sync.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

class FollowedStreamTest {
    private static final int BATCH = 3;

    private final Numbers source = new Numbers();
    private final FollowedStream<Long> stream =
            new FollowedStream<>(source, new RingLimits(100, DataSize.ofBytes(50)));

    @Test
    void manyNewEntriesAreReadInBatchesOfTheSourcesSize() {
        catchUp();
        source.last = 8;

        catchUp();

        assertThat(stream.position()).isEqualTo(8);
        assertThat(source.sizes).containsExactly(3, 3, 2);
    }

    @Test
    void whatHasFallenOutOfMemoryIsNotTakenForNothing() {
        catchUp();
        source.last = 8;

        catchUp();

        assertThat(stream.between(3, 8)).contains(List.of(4L, 5L, 6L, 7L, 8L));
        assertThat(stream.between(2, 8)).isEmpty();
    }

    private void catchUp() {
        stream.catchUp().block(Duration.ofSeconds(10));
    }

    /** The numbers up to the last; each weighs ten bytes. */
    private static final class Numbers implements StreamSource<Long> {
        private final List<Integer> sizes = new ArrayList<>();
        private long last;

        @Override
        public Mono<Long> lastPosition() {
            return Mono.just(last);
        }

        @Override
        public Mono<List<Long>> after(long position, int limit) {
            List<Long> batch =
                    LongStream.rangeClosed(position + 1, last).limit(limit).boxed().toList();
            sizes.add(batch.size());
            return Mono.just(batch);
        }

        @Override
        public long positionOf(Long entry) {
            return entry;
        }

        @Override
        public long weightOf(Long entry) {
            return 10;
        }

        @Override
        public int batchSize() {
            return BATCH;
        }
    }
}
