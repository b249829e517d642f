package dev.ganglion.sync.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

class RingTest {
    /** An entry of a stream. */
    private record Entry(long position, long weight, List<String> names) {
        Entry(long position, long weight, String... names) {
            this(position, weight, List.of(names));
        }
    }

    private final AtomicInteger looks = new AtomicInteger();

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

        ring.replace(List.of(new Entry(1, 10), new Entry(2, 10)));
        ring.append(List.of(new Entry(3, 80)));
        assertThat(positions(ring)).containsExactly(1L, 2L, 3L);

        ring.replace(List.of(new Entry(1, 45), new Entry(2, 45), new Entry(3, 45)));
        assertThat(positions(ring)).containsExactly(2L, 3L);
        assertThat(ring.floor()).isEqualTo(1);
    }

    @Test
    void entriesAreFoundByAnyOfTheirNamesInOrder() {
        Ring<Entry> ring = ring(3, 100);

        ring.append(List.of(new Entry(1, 1, "a"), new Entry(2, 1, "b", "a"), new Entry(3, 1, "c")));

        assertThat(ring.named(Set.of("b", "a")))
                .extracting(Entry::position)
                .containsExactly(1L, 2L);
        assertThat(ring.named(Set.of("nobody"))).isEmpty();
    }

    @Test
    void whatHasGoneIsNotFoundByItsNamesAnyMore() {
        Ring<Entry> ring = ring(2, 100);

        ring.append(List.of(new Entry(1, 1, "a"), new Entry(2, 1, "b", "a"), new Entry(3, 1, "c")));
        assertThat(ring.named(Set.of("a"))).extracting(Entry::position).containsExactly(2L);

        ring.append(List.of(new Entry(4, 1), new Entry(5, 1)));
        assertThat(ring.named(Set.of("a", "b", "c"))).isEmpty();
        ring.replace(List.of(new Entry(2, 1, "b")));
        assertThat(ring.named(Set.of("b"))).isEmpty();
        assertThat(positions(ring)).containsExactly(4L, 5L);
    }

    @Test
    void whatIsReplacedIsFoundByItsNewNames() {
        Ring<Entry> ring = ring(2, 100);
        ring.append(List.of(new Entry(1, 1, "a"), new Entry(2, 1, "b")));

        ring.replace(List.of(new Entry(1, 1, "a", "c"), new Entry(2, 1)));

        assertThat(ring.named(Set.of("a", "b", "c")))
                .extracting(Entry::position)
                .containsExactly(1L);
    }

    @Test
    void whatIsRemovedLeavesTheOthersInTheirPlaces() {
        Ring<Entry> ring = ring(4, 100);
        ring.append(
                List.of(
                        new Entry(1, 50),
                        new Entry(2, 20, "a"),
                        new Entry(3, 20, "b"),
                        new Entry(4, 10, "c"),
                        new Entry(5, 1)));

        ring.remove(Set.of(3L, 5L, 17L));
        ring.append(List.of(new Entry(6, 60, "d")));

        assertThat(positions(ring)).containsExactly(2L, 4L, 6L);
        assertThat(ring.named(Set.of("a", "b", "c", "d")))
                .extracting(Entry::position)
                .containsExactly(2L, 4L, 6L);
        assertThat(ring.floor()).isEqualTo(1);
        assertThat(ring.position()).isEqualTo(6);
    }

    @Test
    void toFindOneAndReplaceItTouchesNoOthers() {
        Ring<Entry> ring = ring(10_000, 100_000);
        for (long position = 1; position <= 10_000; position++) {
            ring.append(List.of(new Entry(position, 1, "entry " + position)));
        }
        looks.set(0);

        ring.replace(ring.named(Set.of("entry 5000")));

        assertThat(looks).hasValueLessThan(100);
    }

    private Ring<Entry> ring(int entries, long bytes) {
        RingLimits limits = new RingLimits(entries, DataSize.ofBytes(bytes));
        return new Ring<>(
                limits,
                entry -> {
                    looks.incrementAndGet();
                    return entry.position();
                },
                Entry::weight,
                Entry::names,
                0);
    }

    private static List<Long> positions(Ring<Entry> ring) {
        return ring.between(0, Long.MAX_VALUE).stream().map(Entry::position).toList();
    }

    private static long weight(Ring<Entry> ring) {
        return ring.between(0, Long.MAX_VALUE).stream().mapToLong(Entry::weight).sum();
    }
}
