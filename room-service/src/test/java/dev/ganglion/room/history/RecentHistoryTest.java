package dev.ganglion.room.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.history.RecentHistory.Row;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class RecentHistoryTest {
    private static final int LIMIT = 2;

    @Test
    void aRoomWithoutAnyChangeIsCompleteAndClosed() {
        RecentHistory recent = RecentHistory.of(List.of(new Row(7, 3, 0, Optional.empty())), LIMIT);

        assertThat(recent.completeFrom()).isZero();
        assertThat(recent.latestPosition()).isEqualTo(7);
        assertThat(recent.purgedUpTo()).isEqualTo(3);
        assertThat(recent.history().allows(5)).isFalse();
    }

    @Test
    void fewerChangesThanAskedForAreAllThereAre() {
        RecentHistory recent =
                RecentHistory.of(List.of(member("join", 20, 30), visibility("joined", 5)), LIMIT);

        assertThat(recent.completeFrom()).isZero();
        assertThat(recent.history().wasJoinedUntil()).isEqualTo(30);
    }

    @Test
    void whatIsOlderThanTheOldestOfAFullListIsNotKnown() {
        RecentHistory recent =
                RecentHistory.of(
                        List.of(
                                member("join", 40, Long.MAX_VALUE),
                                member("leave", 20, 40),
                                visibility("shared", 3)),
                        LIMIT);

        assertThat(recent.completeFrom()).isEqualTo(20);
        assertThat(recent.history().wasJoinedUntil()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void membersAndEverybodyWhereTheWorldMayReadReadUpToTheLatestEvent() {
        assertThat(readsUpTo(member("join", 20, Long.MAX_VALUE))).contains(99L);
        assertThat(readsUpTo(visibility("world_readable", 5))).contains(99L);
    }

    @Test
    void whoHasBeenPutOutReadsUpToThen() {
        assertThat(readsUpTo(member("join", 20, 40), member("leave", 40, Long.MAX_VALUE)))
                .contains(40L);
        assertThat(readsUpTo(member("join", 20, 40), member("ban", 40, Long.MAX_VALUE)))
                .contains(40L);
    }

    @Test
    void theRoomIsClosedToWhomItHasNotLetInYet() {
        assertThat(readsUpTo(visibility("shared", 5))).isEmpty();
        assertThat(readsUpTo(member("leave", 40, Long.MAX_VALUE))).isEmpty();
        assertThat(readsUpTo(member("join", 20, 40), member("invite", 40, Long.MAX_VALUE)))
                .isEmpty();
    }

    private static Optional<Long> readsUpTo(Row... rows) {
        return RecentHistory.of(List.of(rows), 10).readsUpTo();
    }

    private static Row member(String membership, long from, long until) {
        return row("m.room.member", membership, from, until);
    }

    private static Row visibility(String visibility, long from) {
        return row("m.room.history_visibility", visibility, from, Long.MAX_VALUE);
    }

    private static Row row(String type, String word, long from, long until) {
        return new Row(99, 0, 0, Optional.of(new StateChange(type, from, until, word)));
    }
}
