package dev.ganglion.sync.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.RoomRef;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.event.TimelineEvent.Body;
import dev.ganglion.sync.event.TimelineEvent.Counting;
import dev.ganglion.sync.event.TimelineEvent.Header;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

class RoomHistoryTest {
    private static final UserId BOB = UserId.parse("@bob:test.local");
    private static final RoomRef ROOM = new RoomRef(1, new RoomId("!room:test.local"));

    @Test
    void theStretchesThatAreShownHoldWhatIsShownOneByOne() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            RoomHistory history = new RoomHistory(BOB);
            for (int i = 0; i < 6; i++) {
                history.addMembership(1 + random.nextInt(30), any(random, Membership.values()));
            }
            for (int i = 0; i < 3; i++) {
                history.addVisibility(
                        1 + random.nextInt(30), any(random, HistoryVisibility.values()));
            }
            Span span = new Span(random.nextInt(15), 15 + random.nextInt(20));

            List<Span> shown = history.shownWithin(span);

            assertThat(LongStream.rangeClosed(0, 40).filter(at -> isIn(shown, at)).boxed())
                    .as("seed %d, %s", seed, span)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(span.after() + 1, span.upTo())
                                    .filter(at -> history.shows(messageAt(at)))
                                    .boxed()
                                    .toList());
        }
    }

    @Test
    void ofVeryManyStretchesTheNewestCount() {
        RoomHistory history = new RoomHistory(BOB);
        history.addVisibility(1, HistoryVisibility.JOINED);
        for (long at = 2; at < 102; at += 2) {
            history.addMembership(at, Membership.JOIN);
            history.addMembership(at + 1, Membership.LEAVE);
        }

        List<Span> shown = history.shownWithin(new Span(0, 200));

        assertThat(shown).hasSize(32).endsWith(new Span(99, 100));
    }

    @Test
    void whatLiesBetweenIsTheRest() {
        assertThat(Span.between(List.of(new Span(0, 4), new Span(6, 8))))
                .containsExactly(new Span(4, 6), new Span(8, Long.MAX_VALUE));
        assertThat(Span.between(List.of())).containsExactly(new Span(0, Long.MAX_VALUE));
    }

    private static boolean isIn(List<Span> spans, long position) {
        return spans.stream().anyMatch(span -> span.after() < position && position <= span.upTo());
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static TimelineEvent messageAt(long position) {
        return new TimelineEvent(
                position,
                ROOM,
                new Header("$e" + position, "m.room.message", Optional.empty(), BOB, 0),
                new Counting(0, false, 0, Set.of(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                new Body(new byte[0], new byte[0], List.of()));
    }
}
