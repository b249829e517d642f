package dev.ganglion.room.history;

import static dev.ganglion.protocol.auth.HistoryVisibility.INVITED;
import static dev.ganglion.protocol.auth.HistoryVisibility.JOINED;
import static dev.ganglion.protocol.auth.HistoryVisibility.SHARED;
import static dev.ganglion.protocol.auth.HistoryVisibility.WORLD_READABLE;
import static dev.ganglion.protocol.auth.Membership.INVITE;
import static dev.ganglion.protocol.auth.Membership.JOIN;
import static dev.ganglion.protocol.auth.Membership.LEAVE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.room.history.VisibleHistory.Span;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.LongStream;

/** The reader is invited at 20, joins at 30 and is put out at 40. */
class VisibleHistoryTest {
    private static final List<Span<Membership>> STAY =
            List.of(
                    new Span<>(INVITE, 20, 30),
                    new Span<>(JOIN, 30, 40),
                    new Span<>(LEAVE, 40, Long.MAX_VALUE));

    @Test
    void r07_worldReadableHistoryIsForEverybody() {
        VisibleHistory stranger = new VisibleHistory(List.of(), always(WORLD_READABLE), 0);

        assertThat(stranger.allows(15)).isTrue();
    }

    @Test
    void r07_whatIsNotKnownIsHiddenHoweverOpenTheRoomIs() {
        for (HistoryVisibility visibility : HistoryVisibility.values()) {
            VisibleHistory known =
                    new VisibleHistory(STAY, always(visibility), 40).hiddenBefore(35);

            assertThat(known.allows(34)).as("%s, before", visibility).isFalse();
            assertThat(known.allows(35)).as("%s, from then on", visibility).isTrue();
            assertThat(known.membershipAfter(36)).isEqualTo(JOIN);
        }
    }

    @Test
    void r07_aStrangerSeesNothingElse() {
        for (HistoryVisibility visibility : List.of(SHARED, INVITED, JOINED)) {
            assertThat(new VisibleHistory(List.of(), always(visibility), 0).allows(15)).isFalse();
        }
    }

    @Test
    void r07_sharedHistoryIsSeenFromItsBeginningUpToTheLeaving() {
        VisibleHistory reader = new VisibleHistory(STAY, always(SHARED), 40);

        assertThat(seenBy(reader)).containsExactly(10L, 15L, 20L, 25L, 30L, 35L, 40L);
    }

    @Test
    void r07_invitedHistoryIsSeenFromTheInvitationOn() {
        VisibleHistory reader = new VisibleHistory(STAY, always(INVITED), 40);

        assertThat(seenBy(reader)).containsExactly(20L, 25L, 30L, 35L, 40L);
    }

    @Test
    void r07_whoNeverJoinedSeesNothingOfWhatWasForTheInvited() {
        VisibleHistory reader =
                new VisibleHistory(
                        List.of(new Span<>(INVITE, 20, 30), new Span<>(LEAVE, 30, Long.MAX_VALUE)),
                        List.of(
                                new Span<>(INVITED, 1, 40),
                                new Span<>(WORLD_READABLE, 40, Long.MAX_VALUE)),
                        0);

        assertThat(seenBy(reader)).containsExactly(40L, 45L, 50L, 55L, 60L);
    }

    @Test
    void r07_joinedHistoryIsSeenFromTheJoiningOn() {
        VisibleHistory reader = new VisibleHistory(STAY, always(JOINED), 40);

        assertThat(seenBy(reader)).containsExactly(30L, 35L, 40L);
    }

    @Test
    void r07_withoutAVisibilityHistoryIsShared() {
        VisibleHistory reader = new VisibleHistory(STAY, List.of(), 40);

        assertThat(reader.allows(15)).isTrue();
        assertThat(reader.allows(45)).isFalse();
    }

    @Test
    void r07_theRuleIsTheOneThatHeldWhenTheEventWasSent() {
        VisibleHistory reader =
                new VisibleHistory(
                        STAY,
                        List.of(new Span<>(JOINED, 1, 15), new Span<>(SHARED, 15, Long.MAX_VALUE)),
                        40);

        assertThat(reader.allows(10)).isFalse();
        assertThat(reader.allows(16)).isTrue();
    }

    @Test
    void r07_aChangeOfVisibilityIsSeenByWhomeverEitherSideAllows() {
        VisibleHistory stranger =
                new VisibleHistory(
                        List.of(),
                        List.of(
                                new Span<>(JOINED, 1, 10),
                                new Span<>(WORLD_READABLE, 10, 20),
                                new Span<>(JOINED, 20, Long.MAX_VALUE)),
                        0);

        assertThat(stranger.allows(9)).isFalse();
        assertThat(stranger.allows(10)).isTrue();
        assertThat(stranger.allows(20)).isTrue();
        assertThat(stranger.allows(22)).isFalse();
    }

    @Test
    void r07_stateAtAPointIsNotShownForWhatComesBefore() {
        VisibleHistory reader = new VisibleHistory(STAY, always(JOINED), 40);

        assertThat(reader.allowsAfter(39)).isTrue();
        assertThat(reader.allowsAfter(40)).isFalse();
        assertThat(reader.allowsAfter(29)).isFalse();
    }

    private static List<Long> seenBy(VisibleHistory reader) {
        return LongStream.iterate(10, position -> position <= 60, position -> position + 5)
                .filter(reader::allows)
                .boxed()
                .toList();
    }

    private static List<Span<HistoryVisibility>> always(HistoryVisibility visibility) {
        return List.of(new Span<>(visibility, 1, Long.MAX_VALUE));
    }
}
