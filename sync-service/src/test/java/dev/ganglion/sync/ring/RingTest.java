package dev.ganglion.sync.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import java.util.List;

class RingTest {
    /** An entry of a stream. */
    private record Entry(long position, long weight) {}

    @Test
    void theOldestGoWhenThereAreTooMany() {
        Ring<Entry> ring = ring(2, 1_000);

        ring.append(List.of(new Entry(1, 1), new Entry(2, 1), new Entry(3, 1)));

        assertThat(positions(ring)).containsExactly(2L, 3L);
        assertThat(ring.floor()).isEqualTo(1);
        assertThat(ring.position()).isEqualTo(3);
    }

    @Test
    void theOldestGoWhenTheyAreTooHeavyAndTheFloorMovesOn() {
        Ring<Entry> ring = ring(100, 100);

        ring.append(List.of(new Entry(1, 40), new Entry(2, 40), new Entry(3, 50)));

        assertThat(positions(ring)).containsExactly(2L, 3L);
        assertThat(ring.floor()).isEqualTo(1);
    }

    @Test
    void howeverManyComeTheyNeverWeighMoreThanIsAllowed() {
        Ring<Entry> ring = ring(50, 100);

        for (long position = 1; position <= 1_000; position++) {
            ring.append(List.of(new Entry(position, 1 + position % 60)));

            assertThat(weight(ring)).isLessThanOrEqualTo(100);
            assertThat(positions(ring).size()).isEqualTo(ring.position() - ring.floor());
        }
    }

    @Test
    void whatIsTooHeavyOnItsOwnIsNotKept() {
        Ring<Entry> ring = ring(100, 100);

        ring.append(List.of(new Entry(1, 1), new Entry(2, 101)));

        assertThat(positions(ring)).isEmpty();
        assertThat(ring.floor()).isEqualTo(2);
        assertThat(ring.position()).isEqualTo(2);
    }

    @Test
    void whatIsReplacedWeighsWhatItIsReplacedBy() {
        Ring<Entry> ring = ring(100, 100);
        ring.append(List.of(new Entry(1, 50), new Entry(2, 50)));

        ring.replaceAll(entry -> new Entry(entry.position(), 10));
        ring.append(List.of(new Entry(3, 80)));
        assertThat(positions(ring)).containsExactly(1L, 2L, 3L);

        ring.replaceAll(entry -> new Entry(entry.position(), 45));
        assertThat(positions(ring)).containsExactly(2L, 3L);
        assertThat(ring.floor()).isEqualTo(1);
    }

    private static Ring<Entry> ring(int entries, long bytes) {
        RingLimits limits = new RingLimits(entries, DataSize.ofBytes(bytes));
        return new Ring<>(limits, Entry::position, Entry::weight, 0);
    }

    private static List<Long> positions(Ring<Entry> ring) {
        return ring.between(0, Long.MAX_VALUE).stream().map(Entry::position).toList();
    }

    private static long weight(Ring<Entry> ring) {
        return ring.between(0, Long.MAX_VALUE).stream().mapToLong(Entry::weight).sum();
    }
}
