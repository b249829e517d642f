package dev.ganglion.room.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.history.VisibleHistory.Span;
import dev.ganglion.service.erasure.ErasedFor;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** The stretches of history in which things are bundled are exactly what the reader sees. */
class StretchesTest {
    private static final int END = 60;

    @RepeatedTest(200)
    void r07_aStretchHoldsWhatTheReaderSeesAndNothingElse(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        VisibleHistory history = history(random);
        Range within = new Range(random.nextInt(10), END - random.nextInt(10));

        List<Range> stretches = history.stretches(within);

        assertThat(LongStream.rangeClosed(1, END).filter(at -> holds(stretches, at)))
                .as("seed %d: %s", repetition.getCurrentRepetition(), history)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(within.after() + 1, within.upTo())
                                .filter(history::allows)
                                .boxed()
                                .toList());
        assertThat(stretches).noneMatch(Range::isEmpty).doesNotHaveDuplicates();
    }

    @RepeatedTest(50)
    void whatIsNotSeenIsHidden(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Reader reader = reader(history(random), END);

        assertThat(LongStream.rangeClosed(1, END + 10).filter(at -> holds(reader.hidden(), at)))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, END + 10)
                                .filter(at -> !holds(reader.seen(), at))
                                .boxed()
                                .toList());
    }

    @Test
    void ofVeryManyStretchesOnlyTheNewestCount() {
        List<Span<Membership>> stays = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            stays.add(new Span<>(Membership.JOIN, 10L * i, 10L * i + 4));
        }
        VisibleHistory history =
                new VisibleHistory(
                        stays,
                        List.of(new Span<>(HistoryVisibility.JOINED, 1, Long.MAX_VALUE)),
                        1_004);

        List<Range> seen = reader(history, 5_000).seen();

        assertThat(seen).hasSize(32).endsWith(new Range(999, 1_004));
    }

    private static boolean holds(List<Range> ranges, long position) {
        return ranges.stream()
                .anyMatch(range -> range.after() < position && position <= range.upTo());
    }

    private static VisibleHistory history(Random random) {
        List<Span<Membership>> memberships = spans(random, Membership.values());
        long lastStay =
                memberships.stream()
                        .filter(span -> span.value() == Membership.JOIN)
                        .mapToLong(Span::until)
                        .max()
                        .orElse(0);
        return new VisibleHistory(memberships, spans(random, HistoryVisibility.values()), lastStay);
    }

    private static <T> List<Span<T>> spans(Random random, T[] values) {
        List<Span<T>> spans = new ArrayList<>();
        long from = random.nextInt(1, 20);
        while (from < END) {
            long until = from + random.nextInt(1, 20);
            spans.add(
                    new Span<>(
                            values[random.nextInt(values.length)],
                            from,
                            until >= END ? Long.MAX_VALUE : until));
            from = until;
        }
        return spans;
    }

    private static Reader reader(VisibleHistory history, long readsUpTo) {
        RoomIdentity room =
                new RoomIdentity(
                        new RoomNid(1), RoomId.parse("!a:test.local"), RoomVersion.get("11"));
        return new Reader(
                room, UserId.parse("@a:test.local"), 0, readsUpTo, history, 0, ErasedFor.NOBODY);
    }
}
